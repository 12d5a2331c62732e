namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>What a session's pod is up to.</summary>
internal enum PodOutlook
{
    /// <summary>Not there.</summary>
    Absent,

    /// <summary>On its way out: whatever its containers say is the end of the pod, not of the session.</summary>
    Terminating,

    /// <summary>Not running yet, and nothing says that it will not.</summary>
    Waiting,

    /// <summary>The runner runs.</summary>
    Running,

    /// <summary>The runner has finished its work.</summary>
    Completed,

    /// <summary>The runner failed, or will never start.</summary>
    Failed,
}
