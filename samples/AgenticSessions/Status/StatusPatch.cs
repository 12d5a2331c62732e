using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.Samples.AgenticSessions.Status;

/// <summary>Collects what one pass has to say about a session, so that it is written once, and only what differs.</summary>
internal sealed class StatusPatch
{
    private readonly Dictionary<string, JsonNode?> _fields = new(StringComparer.Ordinal);
    private readonly List<ConditionChange> _conditions = [];

    /// <summary>Sets a field; an earlier word about the same field is forgotten.</summary>
    public void Set(string field, JsonNode value) => _fields[field] = value;

    /// <summary>Removes a field; an earlier word about the same field is forgotten.</summary>
    public void Remove(string field) => _fields[field] = null;

    /// <summary>Says what a condition is to become; of two words about one condition the later counts.</summary>
    public void Add(ConditionChange condition)
    {
        _conditions.RemoveAll(earlier => earlier.Type == condition.Type);
        _conditions.Add(condition);
    }

    /// <summary>Forgets everything collected.</summary>
    public void Clear()
    {
        _fields.Clear();
        _conditions.Clear();
    }

    /// <summary>Computes the merge patch of a status: the fields that differ, and the conditions as a whole if one of them does.</summary>
    /// <param name="current">The status it will be merged into.</param>
    /// <param name="now">The time of conditions that change.</param>
    /// <param name="replacesConditions">Whether the patch carries the list of conditions, which a merge patch replaces as a whole.</param>
    /// <returns><see langword="null"/> if the status says all of it already.</returns>
    public JsonObject? Against(AgenticSessionStatus? current, string now, out bool replacesConditions)
    {
        var before = JsonSerializer.SerializeToNode(current) as JsonObject ?? [];
        var patch = new JsonObject();
        foreach (var (field, value) in _fields)
        {
            if (!JsonNode.DeepEquals(before[field], value))
            {
                patch[field] = value?.DeepClone();
            }
        }

        var conditions = ConditionList.With(current?.Conditions, _conditions, now);
        replacesConditions = conditions is not null;
        if (conditions is not null)
        {
            patch["conditions"] = JsonSerializer.SerializeToNode(conditions);
        }

        return patch.Count == 0 ? null : patch;
    }
}
