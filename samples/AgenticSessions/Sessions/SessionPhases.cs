using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>Reads the phase of a session.</summary>
internal static class SessionPhases
{
    /// <summary>Returns the phase; a session without one is <see cref="SessionPhase.Pending"/>.</summary>
    public static SessionPhase PhaseOf(this AgenticSession session) => session.Status?.Phase switch
    {
        null or "" => SessionPhase.Pending,
        nameof(SessionPhase.Pending) => SessionPhase.Pending,
        nameof(SessionPhase.Creating) => SessionPhase.Creating,
        nameof(SessionPhase.Running) => SessionPhase.Running,
        nameof(SessionPhase.Stopping) => SessionPhase.Stopping,
        nameof(SessionPhase.Stopped) => SessionPhase.Stopped,
        nameof(SessionPhase.Completed) => SessionPhase.Completed,
        nameof(SessionPhase.Failed) => SessionPhase.Failed,
        _ => SessionPhase.Unknown,
    };

    /// <summary>Tells whether a session in this phase has, or is about to have, a pod that needs its namespace's shared objects.</summary>
    public static bool NeedsSharedObjects(this SessionPhase phase) =>
        phase is SessionPhase.Pending or SessionPhase.Creating or SessionPhase.Running or SessionPhase.Unknown;
}
