using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Tables;

namespace KubeController.Testing.Resources;

/// <summary>The other forms of objects that clients ask for: Table and PartialObjectMetadata.</summary>
internal static class ObjectShapes
{
    /// <summary>A Table of objects.</summary>
    /// <param name="call">The request: kind, version of the Table, includeObject.</param>
    /// <param name="items">The objects, a row each.</param>
    /// <param name="metadata">The metadata of the Table.</param>
    /// <param name="withColumns">Whether the column definitions are written; null stands in their place otherwise.</param>
    /// <param name="now">The time for ages.</param>
    public static JsonObject Table(ApiCall call, IReadOnlyList<JsonObject> items, JsonObject metadata, bool withColumns, DateTimeOffset now)
    {
        var include = call.Request.Query["includeObject"] ?? "";
        if (include is not ("" or "Metadata" or "Object" or "None"))
        {
            throw ApiErrors.BadRequest($"Unable to convert to Table as requested: includeObject: Invalid value: \"{include}\": must be 'Metadata', 'Object', 'None', or empty");
        }

        var table = TablePrinter.Table(call.Definition, items, metadata, include.Length == 0 ? "Metadata" : include, withColumns, now);
        table["apiVersion"] = $"meta.k8s.io/{call.Format.AsVersion}";
        foreach (var shown in table.Array("rows")!.OfType<JsonObject>().Select(row => row.Object("object")).OfType<JsonObject>())
        {
            if (include is "" or "Metadata")
            {
                shown["apiVersion"] = table["apiVersion"]!.DeepClone();
            }
        }

        return table;
    }

    /// <summary>The metadata of an object alone.</summary>
    public static JsonObject Partial(JsonObject obj, string version) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = $"meta.k8s.io/{version}",
        ["metadata"] = obj.Object("metadata")?.DeepClone(),
    };
}
