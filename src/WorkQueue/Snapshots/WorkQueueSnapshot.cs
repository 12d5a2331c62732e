using System.Diagnostics;

namespace KubeController.WorkQueues;

/// <summary>Describes a queue at one moment, for diagnostics: what waits, what runs and since when, what is delayed until when, and the failures of each.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
[DebuggerDisplay("Waiting = {Waiting.Count}, Running = {Running.Count}, Delayed = {Delayed.Count}, IsShutDown = {IsShutDown}")]
public sealed class WorkQueueSnapshot<TKey>
{
    internal WorkQueueSnapshot(
        IReadOnlyList<WaitingKey<TKey>> waiting, IReadOnlyList<RunningKey<TKey>> running, IReadOnlyList<DelayedKey<TKey>> delayed, bool isShutDown) =>
        (Waiting, Running, Delayed, IsShutDown) = (waiting, running, delayed, isShutDown);

    /// <summary>Gets the ready keys: the highest priority first, equals in their order.</summary>
    public IReadOnlyList<WaitingKey<TKey>> Waiting { get; }

    /// <summary>Gets the keys in the hands of workers, the one taken first first.</summary>
    public IReadOnlyList<RunningKey<TKey>> Running { get; }

    /// <summary>Gets the delayed keys, the soonest first.</summary>
    public IReadOnlyList<DelayedKey<TKey>> Delayed { get; }

    /// <summary>Gets a value indicating whether the queue was shut down.</summary>
    public bool IsShutDown { get; }
}
