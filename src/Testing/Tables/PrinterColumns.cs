using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Tables;

/// <summary>The columns of a custom kind: its name, and what its CRD lists, or its age.</summary>
internal static class PrinterColumns
{
    private const string NameDescription =
        "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of"
        + " an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated."
        + " More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";

    private const string CreatedDescription =
        "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order"
        + " across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.";

    /// <summary>The column of the name, which every table begins with.</summary>
    public static readonly TableColumn Name = new("Name", (resource, _) => resource.Object("metadata")?.Text("name")) { Format = "name", Description = NameDescription };

    /// <summary>The columns of a custom kind.</summary>
    public static IReadOnlyList<TableColumn> Of(ResourceDefinition definition) =>
        [Name, .. definition.PrinterColumns is { Count: > 0 } columns ? columns.OfType<JsonObject>().Select(Column) : [Column(Age)]];

    private static JsonObject Age => new()
    {
        ["name"] = "Age",
        ["type"] = "date",
        ["jsonPath"] = ".metadata.creationTimestamp",
        ["description"] = CreatedDescription,
    };

    private static TableColumn Column(JsonObject column)
    {
        var jsonPath = column.Text("jsonPath") ?? "";
        var path = JsonPath.Parse(jsonPath);
        var type = column.Text("type") ?? "string";
        return new TableColumn(column.Text("name") ?? "", (resource, now) => Cell(path.Select(resource), type, now))
        {
            Type = type,
            Format = column.Text("format") ?? "",
            Description = column.Text("description") is { Length: > 0 } description
                ? description
                : $"Custom resource definition column (in JSONPath format): {jsonPath}",
            Priority = (int)(column.Integer("priority") ?? 0),
        };
    }

    /// <summary>The cell, if the value has the type of its column.</summary>
    private static JsonNode? Cell(List<JsonNode?> values, string type, DateTimeOffset now)
    {
        if (values.Count == 0 || values[0] is not { } value)
        {
            return null;
        }

        return (type, value.GetValueKind()) switch
        {
            ("date", JsonValueKind.String) => Durations.Since(value.AsText(), now),
            ("integer" or "number", JsonValueKind.Number) => value.DeepClone(),
            ("boolean", JsonValueKind.True or JsonValueKind.False) => value.DeepClone(),
            ("string", JsonValueKind.Object or JsonValueKind.Array) => value.ToJsonString(),
            ("string", _) => string.Join(',', values.Select(Text)),
            _ => null,
        };
    }

    private static string Text(JsonNode? value) => value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String
        ? scalar.GetValue<string>()
        : string.Create(CultureInfo.InvariantCulture, $"{value?.ToJsonString()}");
}
