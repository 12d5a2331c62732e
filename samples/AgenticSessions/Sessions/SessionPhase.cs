namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>Where a session is in its life. <see cref="Unknown"/> is never written: it stands for a text this version does not know.</summary>
internal enum SessionPhase
{
    Pending,
    Creating,
    Running,
    Stopping,
    Stopped,
    Completed,
    Failed,
    Unknown,
}
