using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Json;

/// <summary>Reads values that may be absent or of another type, without an exception.</summary>
internal static class JsonNodeExtensions
{
    /// <summary>The member as an object; null where it is absent or something else.</summary>
    public static JsonObject? Object(this JsonObject obj, string name) => obj[name] as JsonObject;

    /// <summary>The member as an array; null where it is absent or something else.</summary>
    public static JsonArray? Array(this JsonObject obj, string name) => obj[name] as JsonArray;

    /// <summary>The member as text; null where it is absent or something else.</summary>
    public static string? Text(this JsonObject obj, string name) => obj[name].AsText();

    /// <summary>The member as an integer; null where it is absent or something else.</summary>
    public static long? Integer(this JsonObject obj, string name) => obj[name].AsInteger();

    /// <summary>The member as a truth value; null where it is absent or something else.</summary>
    public static bool? Boolean(this JsonObject obj, string name) => obj[name] is JsonValue value && value.TryGetValue<bool>(out var result) ? result : null;

    /// <summary>The member as an object; made where it is absent or something else.</summary>
    public static JsonObject ObjectOrNew(this JsonObject obj, string name)
    {
        if (obj[name] is JsonObject present)
        {
            return present;
        }

        var made = new JsonObject();
        obj[name] = made;
        return made;
    }

    /// <summary>The node as text; null where it is something else.</summary>
    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The node as an integer; null where it is something else.</summary>
    public static long? AsInteger(this JsonNode? node) => node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number
        ? null
        : value.TryGetValue<long>(out var number) ? number : value.TryGetValue<int>(out var small) ? small : null;

    /// <summary>The texts of the array; what is no text is left out.</summary>
    public static IReadOnlyList<string> Texts(this JsonArray? array) =>
        array is null ? [] : [.. array.Select(item => item.AsText()).OfType<string>()];

    /// <summary>A copy of its own; the nodes of what is stored are never changed.</summary>
    public static JsonObject Copy(this JsonObject obj) => (JsonObject)obj.DeepClone();
}
