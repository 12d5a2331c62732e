namespace KubeController.Testing.Controllers.Pods;

/// <summary>One container of a simulated pod: its state, and when it changes next. Pure: the caller brings the time.</summary>
internal sealed class ContainerRun(string name, string image, ContainerScript script, PodRunnerOptions options)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    // Set when the pod is being deleted: how the container ends at its next change.
    private (int ExitCode, string Reason)? _stop;
    // A later request may shorten the grace; the container's own time to stop runs from the first.
    private DateTimeOffset? _stopAskedAt;

    public string Name { get; } = name;

    public string Image { get; } = image;

    public ContainerState State { get; private set; } = new ContainerState.Waiting("ContainerCreating");

    public ContainerState.Terminated? LastTermination { get; private set; }

    public int Restarts { get; private set; }

    /// <summary>When <see cref="Advance"/> has something to do; null when nothing will change by itself.</summary>
    public DateTimeOffset? Due { get; private set; }

    public bool IsRunning => State is ContainerState.Running;

    public ContainerState.Terminated? Termination => State as ContainerState.Terminated;

    /// <summary>What the status shows until <see cref="Start"/>.</summary>
    public void Wait(string reason) => State = new ContainerState.Waiting(reason);

    public void Start(DateTimeOffset at)
    {
        if (script.NeverStarts is { } reason)
        {
            var isPull = reason is "ErrImagePull" or "ImagePullBackOff";
            State = new ContainerState.Waiting(isPull ? "ErrImagePull" : reason, script.Message ?? WaitMessage(isPull ? "ErrImagePull" : reason));
            Due = isPull ? at + options.ImagePullBackOffLatency : null;
            return;
        }

        State = new ContainerState.Running(at);
        Due = script.RunFor is { } time ? at + time : null;
    }

    /// <summary>Asks it to end: after its own time, or killed when the grace period is over. A container that never ran ends at once.</summary>
    public void Stop(DateTimeOffset at, DateTimeOffset graceEnd)
    {
        if (!IsRunning)
        {
            Due = null;
            return;
        }

        _stopAskedAt ??= at;
        var end = _stopAskedAt.Value + (script.StopsAfter ?? options.StopLatency);
        _stop = end > graceEnd ? (137, "Error") : (script.StopExitCode, script.StopExitCode == 0 ? "Completed" : "Error");
        end = end > graceEnd ? graceEnd : end;
        Due = Due < end ? Due : end;
    }

    /// <summary>Does what is due now.</summary>
    /// <param name="restartPolicy">The pod's: Never, OnFailure or Always.</param>
    public void Advance(string restartPolicy)
    {
        var at = Due!.Value;
        Due = null;
        switch (State)
        {
            case ContainerState.Running running:
                State = End(running, at);
                RestartAfterEnd(restartPolicy, at);
                break;
            case ContainerState.Waiting { Reason: "ErrImagePull" }:
                State = new ContainerState.Waiting("ImagePullBackOff", script.Message ?? WaitMessage("ImagePullBackOff"));
                break;
            default:
                Restarts++;
                Start(at);
                break;
        }
    }

    private ContainerState.Terminated End(ContainerState.Running running, DateTimeOffset at)
    {
        var byItself = script.RunFor is { } time && running.Since + time <= at;
        var (code, reason) = byItself || _stop is null
            ? (script.ExitCode, script.Reason ?? (script.ExitCode == 0 ? "Completed" : "Error"))
            : _stop.Value;
        return new ContainerState.Terminated(code, reason, byItself ? script.Message : null, running.Since, at);
    }

    private void RestartAfterEnd(string restartPolicy, DateTimeOffset at)
    {
        var end = (ContainerState.Terminated)State;
        if (_stop is not null || restartPolicy == "Never" || (restartPolicy == "OnFailure" && end.ExitCode == 0))
        {
            return;
        }

        LastTermination = end;
        var wait = Restarts == 0 ? TimeSpan.Zero : options.CrashBackOff * Math.Pow(2, Math.Min(Restarts - 1, 16));
        wait = wait < LongestBackOff ? wait : LongestBackOff;
        State = new ContainerState.Waiting("CrashLoopBackOff", $"back-off {wait.TotalSeconds:0}s restarting failed container={Name}");
        Due = at + wait;
    }

    private string WaitMessage(string reason) => reason switch
    {
        "ErrImagePull" => $"failed to pull and unpack image \"{Image}\": not found",
        "ImagePullBackOff" => $"Back-off pulling image \"{Image}\"",
        "InvalidImageName" => $"Failed to apply default image tag \"{Image}\": couldn't parse image name \"{Image}\": invalid reference format",
        "CreateContainerConfigError" => "secret \"missing\" not found",
        _ => $"container {Name} cannot be created",
    };
}
