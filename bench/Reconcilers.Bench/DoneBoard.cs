using System.Collections.Concurrent;
using KubeController.Client;

namespace KubeController.Reconcilers.Bench;

/// <summary>Which objects the store has shown as Done.</summary>
internal sealed class DoneBoard(int count)
{
    private readonly ConcurrentDictionary<NamespacedName, bool> _done = new();
    private readonly TaskCompletionSource<long> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _reconciles;
    private int _seen;

    /// <summary>Gets what ends, with the time it then was, when all are Done.</summary>
    public Task<long> All => _all.Task;

    public int Done => Volatile.Read(ref _seen);

    public long Reconciles => Interlocked.Read(ref _reconciles);

    public void CountReconcile() => Interlocked.Increment(ref _reconciles);

    public void SetDone(NamespacedName key)
    {
        if (_done.TryAdd(key, true) && Interlocked.Increment(ref _seen) == count)
        {
            _all.TrySetResult(TimeProvider.System.GetTimestamp());
        }
    }
}
