namespace KubeController.Testing;

/// <summary>What one container of a pod of the pod runner does.</summary>
public sealed record ContainerScript
{
    /// <summary>How long it runs before it ends by itself. Null: until it is stopped (an init container: <see cref="PodRunnerOptions.InitLatency"/>).</summary>
    public TimeSpan? RunFor { get; init; }

    /// <summary>The exit code when it ends by itself. Default: 0.</summary>
    public int ExitCode { get; init; }

    /// <summary>The reason of that end, such as <c>OOMKilled</c>. Null: Completed or Error, after the exit code.</summary>
    public string? Reason { get; init; }

    /// <summary>The message of that end, or of the wait; null for none (a wait gets one that names the image).</summary>
    public string? Message { get; init; }

    /// <summary>Why it never starts, such as <c>ImagePullBackOff</c> or <c>CreateContainerConfigError</c>; null lets it start.</summary>
    public string? NeverStarts { get; init; }

    /// <summary>From the request to stop to its end; the pod's grace period is the limit, and then the exit code is 137. Null takes <see cref="PodRunnerOptions.StopLatency"/>.</summary>
    public TimeSpan? StopsAfter { get; init; }

    /// <summary>The exit code when it is stopped. Default: 143, which is what SIGTERM makes; 0 for a container that ends well.</summary>
    public int StopExitCode { get; init; } = 143;
}
