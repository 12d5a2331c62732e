using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>Says when a running session has been idle for too long.</summary>
internal static class InactivityPolicy
{
    /// <summary>Returns how long a session may be idle: its own word, else the project's, else the operator's.</summary>
    /// <returns><see langword="null"/> for ever, which is what 0 means at each of the three.</returns>
    public static TimeSpan? TimeoutOf(AgenticSession session, ProjectSettings? project, long defaultSeconds)
    {
        var seconds = NotNegative(session.Spec?.InactivityTimeout) ?? NotNegative(project?.Spec?.InactivityTimeoutSeconds) ?? defaultSeconds;
        return seconds == 0 ? null : TimeSpan.FromSeconds(Math.Min(seconds, (long)TimeSpan.FromDays(3650).TotalSeconds));
    }

    /// <summary>Returns the first instant at which a session counts as idle for too long.</summary>
    /// <remarks>Counted from the last activity, else from the start, else from the creation; a time that cannot be read is passed over.</remarks>
    /// <returns><see langword="null"/> if that never comes.</returns>
    public static DateTimeOffset? DeadlineOf(AgenticSession session, ProjectSettings? project, long defaultSeconds)
    {
        if (TimeoutOf(session, project, defaultSeconds) is not { } timeout)
        {
            return null;
        }

        var reference = Timestamps.Parse(session.Status?.LastActivityTime)
            ?? Timestamps.Parse(session.Status?.StartTime)
            ?? (session.Metadata.CreationTimestamp is { } created ? new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc)) : null);

        // Idle for exactly the timeout is not yet too long.
        return reference + timeout + TimeSpan.FromMilliseconds(1);
    }

    private static long? NotNegative(long? seconds) => seconds is >= 0 ? seconds : null;
}
