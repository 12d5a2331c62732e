using System.Collections.Concurrent;
using KubeController.Client;

namespace KubeController.Reconcilers.Bench;

/// <summary>From each stamp to the start of the reconcile that saw it first. Stamps from before the operator's start do not count.</summary>
internal sealed class StampBoard
{
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private readonly ConcurrentDictionary<NamespacedName, string> _seen = new();
    private readonly ConcurrentBag<double> _samples = [];
    private readonly TaskCompletionSource _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _awaited;

    public IReadOnlyList<double> Sorted => [.. _samples.Order()];

    public void Add(NamespacedName key, string? stamp, DateTimeOffset now)
    {
        // No two reconciles of one key run at once.
        if (Stamps.Parse(stamp) is { } time && time > _start && (!_seen.TryGetValue(key, out var before) || before != stamp))
        {
            _samples.Add((now - time).TotalMilliseconds);
            _seen[key] = stamp!;
            CheckLast(stamp!);
        }
    }

    /// <summary>Ends when a stamp has been reconciled.</summary>
    public Task SeenAsync(string stamp)
    {
        _awaited = stamp;
        foreach (var seen in _seen.Values)
        {
            CheckLast(seen);
        }

        return _last.Task.WaitAsync(BenchArguments.Patience, TimeProvider.System);
    }

    private void CheckLast(string stamp)
    {
        if (stamp == _awaited)
        {
            _last.TrySetResult();
        }
    }
}
