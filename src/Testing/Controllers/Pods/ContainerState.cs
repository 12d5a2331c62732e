namespace KubeController.Testing.Controllers.Pods;

/// <summary>The state of a container: waiting, running or terminated.</summary>
internal abstract record ContainerState
{
    /// <summary>Waits for its start.</summary>
    internal sealed record Waiting(string Reason, string? Message = null) : ContainerState;

    /// <summary>Runs.</summary>
    internal sealed record Running(DateTimeOffset Since) : ContainerState;

    /// <summary>Has ended.</summary>
    internal sealed record Terminated(int ExitCode, string Reason, string? Message, DateTimeOffset Started, DateTimeOffset Finished) : ContainerState;
}
