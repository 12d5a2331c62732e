using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.ManagedFields;

/// <summary>A value that may be missing, which is something else than null.</summary>
/// <param name="Exists">Whether there is a value.</param>
/// <param name="Node">The value; null for null, and where there is none.</param>
internal readonly record struct FieldValue(bool Exists, JsonNode? Node)
{
    /// <summary>No value.</summary>
    public static readonly FieldValue Missing = new(false, null);

    /// <summary>Whether it is missing, null, or a list or map without content.</summary>
    public bool IsEmpty => Node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    /// <summary>A value.</summary>
    public static FieldValue Of(JsonNode? node) => new(true, node);

    /// <summary>The member of a map; missing where there is none, or where this is no map.</summary>
    public FieldValue Member(string name) =>
        Node is JsonObject members && members.TryGetPropertyValue(name, out var value) ? Of(value) : Missing;

    /// <summary>Whether two values are the same.</summary>
    public bool Same(FieldValue other) => Exists == other.Exists && JsonNode.DeepEquals(Node, other.Node);

    /// <summary>The names of the members of either map, each once.</summary>
    public static IEnumerable<string> Names(FieldValue one, FieldValue two)
    {
        var first = one.Node as JsonObject ?? [];
        return first.Select(member => member.Key).Concat((two.Node as JsonObject ?? []).Select(member => member.Key).Where(name => !first.ContainsKey(name)));
    }

    /// <summary>The value as Go's <c>%v</c> prints it.</summary>
    public override string ToString() => Node is null ? "<nil>" : Node.AsText() ?? Patches.GoMap.Text(Node);
}
