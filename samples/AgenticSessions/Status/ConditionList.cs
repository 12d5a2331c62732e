using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.Samples.AgenticSessions.Status;

/// <summary>Reads and changes a list of conditions that others write to as well.</summary>
internal static class ConditionList
{
    /// <summary>Finds a condition by its type, whatever its case; one without a type is nobody's.</summary>
    public static SessionCondition? Find(this IEnumerable<SessionCondition>? conditions, string type) =>
        conditions?.FirstOrDefault(condition => string.Equals(condition.Type, type, StringComparison.OrdinalIgnoreCase));

    public static bool IsTrue(this IEnumerable<SessionCondition>? conditions, string type) => conditions.Find(type)?.Status == "True";

    /// <summary>Returns the list with the changes made: order kept, new ones at the end, those of others untouched.</summary>
    /// <returns><see langword="null"/> if nothing changes.</returns>
    public static IReadOnlyList<SessionCondition>? With(this IEnumerable<SessionCondition>? present, IEnumerable<ConditionChange> changes, string now)
    {
        var result = present?.ToList() ?? [];
        var isChanged = false;
        foreach (var change in changes)
        {
            var index = result.FindIndex(condition => string.Equals(condition.Type, change.Type, StringComparison.OrdinalIgnoreCase));
            var before = index < 0 ? null : result[index];
            var after = Changed(before, change, now);
            if (before is not null && before.Status == after.Status && before.Reason == after.Reason && before.Message == after.Message)
            {
                continue;
            }

            isChanged = true;
            if (index < 0)
            {
                result.Add(after);
            }
            else
            {
                result[index] = after;
            }
        }

        return isChanged ? result : null;
    }

    private static SessionCondition Changed(SessionCondition? before, ConditionChange change, string now) => new()
    {
        Type = before?.Type ?? change.Type,
        Status = change.Status,
        Reason = change.Reason.Length > 0 ? change.Reason : before?.Reason,
        Message = change.Message.Length > 0 ? change.Message : before?.Message,
        LastTransitionTime = before is not null && before.Status == change.Status ? before.LastTransitionTime ?? now : now,
        Others = before?.Others,
    };
}
