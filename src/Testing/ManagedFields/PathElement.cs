using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.ManagedFields;

/// <summary>One step of a path in an object: a field, an item of a list by its keys, or an item of a set by its value. Compares as FieldsV1 orders its members.</summary>
internal readonly record struct PathElement : IComparable<PathElement>
{
    private PathElement(string wire) => Wire = wire;

    /// <summary>The step as FieldsV1 writes it: <c>f:spec</c>, <c>k:{"name":"a"}</c>, <c>v:"a"</c>, <c>i:0</c>.</summary>
    public string Wire { get; }

    /// <summary>The name of the field; null where the step is no field.</summary>
    public string? FieldName => Wire.StartsWith("f:", StringComparison.Ordinal) ? Wire[2..] : null;

    /// <summary>Whether the step names an item of a list by its keys.</summary>
    public bool IsKey => Wire.StartsWith("k:", StringComparison.Ordinal);

    /// <summary>A field.</summary>
    public static PathElement Field(string name) => new("f:" + name);

    /// <summary>An item of a list, by its keys.</summary>
    /// <param name="keys">The keys with their values; their order does not matter.</param>
    public static PathElement Key(IEnumerable<KeyValuePair<string, JsonNode?>> keys) =>
        new("k:" + Text(new JsonObject(keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => KeyValuePair.Create(key.Key, key.Value?.DeepClone())))));

    /// <summary>An item of a set.</summary>
    public static PathElement Value(JsonNode? value) => new("v:" + Text(value));

    /// <summary>Reads a step as FieldsV1 writes it.</summary>
    /// <exception cref="FormatException">The text is no step.</exception>
    public static PathElement Parse(string wire)
    {
        try
        {
            switch (wire.Length < 2 ? "" : wire[..2])
            {
                case "f:":
                    return new(wire);
                case "k:" when JsonReader.Read(wire[2..]) is JsonObject keys:
                    return Key(keys);
                case "v:":
                    return Value(JsonReader.Read(wire[2..]));
                case "i:" when int.TryParse(wire.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture, out _):
                    return new(wire);
            }
        }
        catch (System.Text.Json.JsonException malformed)
        {
            throw new FormatException($"'{wire}' is no path element of FieldsV1: {malformed.Message}", malformed);
        }

        throw new FormatException($"'{wire}' is no path element of FieldsV1 (f:, k:, v: or i:).");
    }

    /// <summary>Fields come before keys, keys before values; within a kind the text decides.</summary>
    public int CompareTo(PathElement other) => string.CompareOrdinal(Wire, other.Wire);

    /// <summary>The step in the words of messages: <c>.spec</c>, <c>[name="a"]</c>, <c>[="a"]</c>, <c>[0]</c>.</summary>
    public override string ToString() => Wire[0] switch
    {
        'f' => $".{Wire[2..]}",
        'k' => $"[{string.Join(',', ((JsonObject)JsonReader.Read(Wire[2..])!).Select(key => $"{key.Key}={Text(key.Value)}"))}]",
        'v' => $"[={Wire[2..]}]",
        _ => $"[{Wire[2..]}]",
    };

    private static string Text(JsonNode? node) => JsonWriter.WriteText(node);
}
