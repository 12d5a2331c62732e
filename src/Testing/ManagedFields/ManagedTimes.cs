using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.ManagedFields;

/// <summary>The times in <c>managedFields</c>: a write that would change nothing else changes nothing.</summary>
internal static class ManagedTimes
{
    /// <summary>Whether two objects differ in nothing but the times of their managers.</summary>
    public static bool IsSame(JsonObject next, JsonObject stored)
    {
        if (JsonNode.DeepEquals(next, stored))
        {
            return true;
        }

        var before = EntriesOf(stored);
        if (EntriesOf(next) is not { } after || before is null || !JsonNode.DeepEquals(WithoutTimes(after), WithoutTimes(before)))
        {
            return false;
        }

        var trial = next.Copy();
        trial.Object("metadata")!["managedFields"] = before.DeepClone();
        return JsonNode.DeepEquals(trial, stored);
    }

    private static JsonArray? EntriesOf(JsonObject obj) => obj.Object("metadata")?.Array("managedFields");

    private static JsonArray WithoutTimes(JsonArray entries)
    {
        var copy = entries.DeepClone().AsArray();
        foreach (var entry in copy.OfType<JsonObject>())
        {
            entry.Remove("time");
        }

        return copy;
    }
}
