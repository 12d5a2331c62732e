using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Tables;

/// <summary>Writes objects as a Table, the form in which <c>kubectl get</c> asks for them.</summary>
internal static class TablePrinter
{
    /// <summary>A table of objects of one kind.</summary>
    /// <param name="definition">The kind.</param>
    /// <param name="items">The objects, a row each.</param>
    /// <param name="listMeta">The metadata of the table.</param>
    /// <param name="includeObject">What a row carries beside its cells: <c>Metadata</c>, <c>Object</c> or <c>None</c>.</param>
    /// <param name="withColumns">Whether the definitions of the columns are written; null stands in their place otherwise.</param>
    /// <param name="now">The time for ages.</param>
    public static JsonObject Table(
        ResourceDefinition definition, IReadOnlyList<JsonObject> items, JsonObject listMeta, string includeObject, bool withColumns, DateTimeOffset now)
    {
        var columns = definition.IsCustom ? PrinterColumns.Of(definition) : BuiltInColumns.Of(definition);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = listMeta.DeepClone(),
            ["columnDefinitions"] = withColumns ? new JsonArray([.. columns.Select(column => column.ToJson())]) : null,
            ["rows"] = new JsonArray([.. items.Select(item => Row(item, columns, includeObject, now))]),
        };
    }

    private static JsonObject Row(JsonObject item, IReadOnlyList<TableColumn> columns, string includeObject, DateTimeOffset now) => new()
    {
        ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, now))]),
        ["object"] = includeObject switch
        {
            "None" => null,
            "Object" => item.DeepClone(),
            _ => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = item["metadata"]?.DeepClone() },
        },
    };
}
