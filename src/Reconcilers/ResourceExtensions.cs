using k8s.Models;

namespace KubeController.Reconcilers;

/// <summary>What reconcilers do with the status they report.</summary>
public static class ResourceExtensions
{
    /// <summary>Sets a condition: adds it, or changes the one of its type.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="condition">The condition; its <c>lastTransitionTime</c> is set here: to now, in whole seconds as the API has it, if its status differs from before, and kept otherwise.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>Whether anything changed, so that a write can be saved if not.</returns>
    public static bool SetCondition(this IList<V1Condition> conditions, V1Condition condition, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var present = conditions.FirstOrDefault(known => known.Type == condition.Type);
        condition.LastTransitionTime = present is not null && present.Status == condition.Status ? present.LastTransitionTime : WholeSeconds(timeProvider.GetUtcNow());
        if (present is null)
        {
            conditions.Add(condition);
            return true;
        }

        conditions[conditions.IndexOf(present)] = condition;
        return (present.Status, present.Reason, present.Message, present.ObservedGeneration)
            != (condition.Status, condition.Reason, condition.Message, condition.ObservedGeneration);
    }

    // With a fraction, what was written and what the server of a built-in kind kept of it would differ.
    private static DateTime WholeSeconds(DateTimeOffset time) => time.UtcDateTime.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));
}
