using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Json;

/// <summary>
/// Reads JSON as the server does: duplicate keys are noted and the last wins, numbers are integers wherever their value is one,
/// and an integer too large for 64 bits becomes a float.
/// </summary>
internal static class JsonReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512, AllowDuplicateProperties = true };

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Collects the paths of fields that occur twice, such as <c>spec.name</c>.</param>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Read(ReadOnlyMemory<byte> utf8, ICollection<string> duplicates)
    {
        // Disposed, for nothing of the tree lives in it: it would hold the body of the request as long as the object is stored.
        using var document = JsonDocument.Parse(utf8, Options);
        try
        {
            return Convert(document.RootElement, "", duplicates);
        }
        catch (InvalidOperationException invalidText)
        {
            throw new JsonException("invalid UTF-8 or surrogate in a string", invalidText);
        }
    }

    /// <summary>Reads a document that is known to be sound.</summary>
    /// <param name="json">The text.</param>
    public static JsonNode? Read(string json) => Read(Encoding.UTF8.GetBytes(json), []);

    private static JsonNode? Convert(JsonElement element, string path, ICollection<string> duplicates) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element, path, duplicates),
        JsonValueKind.Array => ConvertArray(element, path, duplicates),
        JsonValueKind.String => JsonValue.Create(element.GetString()),
        JsonValueKind.Number => JsonNumber.Normalise(element),
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => null,
    };

    private static JsonObject ConvertObject(JsonElement element, string path, ICollection<string> duplicates)
    {
        var result = new JsonObject();
        foreach (var property in element.EnumerateObject())
        {
            var field = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var value = Convert(property.Value, field, duplicates);
            if (!result.TryAdd(property.Name, value))
            {
                duplicates.Add(field);
                result[property.Name] = value;
            }
        }

        return result;
    }

    private static JsonArray ConvertArray(JsonElement element, string path, ICollection<string> duplicates)
    {
        var result = new JsonArray();
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            result.Add(Convert(item, $"{path}[{index}]", duplicates));
            index++;
        }

        return result;
    }
}
