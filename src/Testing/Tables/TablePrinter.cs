using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Tables;

internal static class TablePrinter
{
    public static JsonObject Table(ResourceDefinition def, IReadOnlyList<JsonObject> items, JsonObject listMeta, string includeObject, bool withColumns, DateTimeOffset now) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = listMeta,
        ["columnDefinitions"] = withColumns ? new JsonArray(new JsonObject { ["name"] = "Name", ["type"] = "string", ["format"] = "name", ["description"] = "", ["priority"] = 0 }) : null,
        ["rows"] = new JsonArray([.. items.Select(item => new JsonObject { ["cells"] = new JsonArray(item["metadata"]!["name"]!.DeepClone()), ["object"] = includeObject == "None" ? null : new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = item["metadata"]!.DeepClone() } })]),
    };
}
