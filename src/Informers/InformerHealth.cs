namespace KubeController.Informers;

/// <summary>Judges an informer for health checks, at one moment.</summary>
public sealed record InformerHealth
{
    /// <summary>Gets what the informer watches.</summary>
    public required string Name { get; init; }

    /// <summary>Gets a value indicating whether the first list is in the store and the informer has not stopped: what reads it may begin.</summary>
    /// <remarks>It stays so when the server is gone later: the store still has the last state it heard of. <see cref="Reason"/> says that then.</remarks>
    public required bool IsReady { get; init; }

    /// <summary>
    /// Gets a value indicating whether the watch progresses: the server has answered within the longest time that a watch which is well can be silent. That is twice
    /// <see cref="InformerOptions{T}.WatchTimeout"/> and once <see cref="InformerOptions{T}.IdleTimeout"/>, and twice <see cref="InformerOptions{T}.MaxRetryDelay"/> for
    /// a retry between: 12 minutes by default.
    /// </summary>
    /// <remarks>
    /// A refusal (400 to 499) is an answer, too: a missing role or CustomResourceDefinition is not mended by a restart. One that has not been run yet is live,
    /// one that was stopped is not.
    /// </remarks>
    public required bool IsLive { get; init; }

    /// <summary>Gets why, in a sentence; where something is wrong, with the last error and what to do.</summary>
    public required string Reason { get; init; }
}
