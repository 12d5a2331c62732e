using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>The times in <c>managedFields</c>: a write that would change nothing else changes nothing.</summary>
internal static class ManagedTimes
{
    /// <summary>Whether two objects differ in nothing but the times of their managers.</summary>
    public static bool IsSame(JsonObject next, JsonObject stored) =>
        Same(next, stored, "metadata", static (one, two) => one is JsonObject metadata && two is JsonObject other
            ? Same(metadata, other, "managedFields", SameManagers)
            : JsonNode.DeepEquals(one, two));

    private static bool SameManagers(JsonNode? one, JsonNode? two)
    {
        if (one is not JsonArray managers || two is not JsonArray others)
        {
            return JsonNode.DeepEquals(one, two);
        }

        return managers.Count == others.Count && managers.Zip(others).All(pair => pair is (JsonObject entry, JsonObject other)
            ? Same(entry, other, "time", static (_, _) => true)
            : JsonNode.DeepEquals(pair.First, pair.Second));
    }

    // Whether two objects have the same members, one of which, there or not, has a rule of its own.
    private static bool Same(JsonObject one, JsonObject two, string special, Func<JsonNode?, JsonNode?, bool> rule)
    {
        var hasOne = one.TryGetPropertyValue(special, out var first);
        var hasTwo = two.TryGetPropertyValue(special, out var second);
        return one.Count - (hasOne ? 1 : 0) == two.Count - (hasTwo ? 1 : 0)
            && rule(first, second)
            && one.All(member => member.Key == special || (two.TryGetPropertyValue(member.Key, out var other) && JsonNode.DeepEquals(member.Value, other)));
    }
}
