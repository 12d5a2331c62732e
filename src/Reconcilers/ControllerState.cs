namespace KubeController.Reconcilers;

/// <summary>Describes a controller, at one moment, for diagnostics.</summary>
public sealed record ControllerState
{
    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is at.</summary>
    public required ControllerPhase Phase { get; init; }

    /// <summary>Gets how many keys it may reconcile side by side.</summary>
    public required int Workers { get; init; }

    /// <summary>Gets how many keys wait for a worker.</summary>
    public required int Ready { get; init; }

    /// <summary>Gets how many keys wait for a time: for their requeue, their backoff, or the failsafe.</summary>
    public required int Delayed { get; init; }

    /// <summary>Gets the reconciles that run, the longest first.</summary>
    public required IReadOnlyList<RunningReconcile> Running { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Phase}, {Running.Count} of {Workers} worker(s) busy, {Ready} key(s) ready, {Delayed} delayed";
}
