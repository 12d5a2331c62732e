namespace KubeController.Testing;

/// <summary>How the pod runner plays scheduler and kubelet.</summary>
public sealed class PodRunnerOptions
{
    /// <summary>From the creation of a pod to its node. Default: zero.</summary>
    public TimeSpan ScheduleLatency { get; set; }

    /// <summary>From the node to running containers. Default: zero.</summary>
    public TimeSpan StartLatency { get; set; }
}
