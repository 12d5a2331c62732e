using System.Text.Json.Nodes;

namespace KubeController.Testing.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Cell">The cell of an object; the time is there for ages.</param>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    /// <summary>The type: string, integer, number, boolean, date.</summary>
    public string Type { get; init; } = "string";

    /// <summary>The format; <c>name</c> for the name.</summary>
    public string Format { get; init; } = "";

    /// <summary>What the column says.</summary>
    public string Description { get; init; } = "";

    /// <summary>0 is always shown, 1 only in wide output.</summary>
    public int Priority { get; init; }

    /// <summary>The definition in a Table.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = Description,
        ["priority"] = Priority,
    };
}
