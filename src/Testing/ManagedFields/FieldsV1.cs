using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>
/// Field sets in the form that <c>managedFields</c> carries: an object whose members are path elements, and <c>.</c> for the path that leads to it
/// (where others lie below it; alone, the empty object says so).
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/
/// </summary>
internal static class FieldsV1
{
    private const string Self = ".";

    /// <summary>Reads a set.</summary>
    /// <exception cref="FormatException">The object is no field set.</exception>
    public static FieldSet Read(JsonObject fields) => FieldSet.Node(false, Children(fields));

    /// <summary>Writes a set.</summary>
    public static JsonObject Write(FieldSet set) => WriteInto([], set);

    private static IEnumerable<KeyValuePair<PathElement, FieldSet>> Children(JsonObject fields) =>
        fields.Where(member => member.Key != Self).Select(member => KeyValuePair.Create(PathElement.Parse(member.Key), ReadNode(member.Key, member.Value)));

    private static FieldSet ReadNode(string step, JsonNode? node) => node is JsonObject fields
        ? FieldSet.Node(fields.Count == 0 || fields.ContainsKey(Self), Children(fields))
        : throw new FormatException($"FieldsV1 has {node?.ToJsonString() ?? "null"} below '{step}', not an object.");

    private static JsonObject WriteNode(FieldSet set)
    {
        var fields = new JsonObject();
        if (set.IsMember && set.HasChildren)
        {
            fields.Add(Self, new JsonObject());
        }

        return WriteInto(fields, set);
    }

    // Most nodes are leaves, and an object to which nothing is added costs next to nothing.
    private static JsonObject WriteInto(JsonObject fields, FieldSet set)
    {
        foreach (var (step, child) in set.Children)
        {
            fields.Add(step.Wire, WriteNode(child));
        }

        return fields;
    }
}
