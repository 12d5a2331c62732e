using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>How a list is owned: as a whole, or item by item.</summary>
internal sealed record ListType
{
    /// <summary>Whether the list has one owner as a whole.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>The fields that tell items apart; empty means that their whole value does, unless the list is atomic.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The values of keys that an item leaves out.</summary>
    public IReadOnlyDictionary<string, JsonNode?> KeyDefaults { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>The type of the items.</summary>
    public required Func<FieldType> Items { get; init; }
}
