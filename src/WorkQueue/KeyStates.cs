using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace KubeController.WorkQueues;

/// <summary>What the queue knows about each key: the rules of the queue without time, threads and waiting. Not thread-safe.</summary>
/// <remarks>
/// A key is delayed, or ready (dirty and not processing), or processing, or processing and dirty, or processing and delayed; otherwise it
/// is unknown. The queue keeps the order of the ready ones.
/// </remarks>
internal sealed class KeyStates<TKey>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    // Keys with a change that no worker has seen yet.
    private readonly HashSet<TKey> _dirty = new(comparer);

    // Keys in a worker's hands. One may be dirty as well: it becomes ready when the worker is done.
    private readonly HashSet<TKey> _processing = new(comparer);

    // Keys that become dirty at a later time. None of them is dirty now.
    private readonly DelayedKeys<TKey> _delayed = new(comparer);

    // Failures in a row. Only of keys that are dirty, processing or delayed: of what the queue has forgotten it keeps no history.
    private readonly Dictionary<TKey, int> _failures = new(comparer);

    public int ProcessingCount => _processing.Count;

    public int DelayedCount => _delayed.Count;

    /// <summary>True if no key is ready, and none will be when its worker is done with it.</summary>
    public bool IsClean => _dirty.Count == 0;

    /// <summary>The soonest due time of a delayed key.</summary>
    public TimeSpan? NextDue => _delayed.Count == 0 ? null : _delayed.NextDue;

    /// <summary>Marks a key as dirty, at once instead of later; true if that makes it ready.</summary>
    public bool MarkDirty(TKey key)
    {
        _delayed.Remove(key);
        return _dirty.Add(key) && !_processing.Contains(key);
    }

    /// <summary>Notes when a key becomes dirty, unless it is dirty already or will be sooner.</summary>
    public void MarkDelayed(TKey key, TimeSpan due)
    {
        if (!_dirty.Contains(key))
        {
            _delayed.Schedule(key, due);
        }
    }

    /// <summary>Finds a delayed key whose time has come; it is no longer delayed.</summary>
    public bool TryTakeDue(TimeSpan now, [MaybeNullWhen(false)] out TKey key) => _delayed.TryTakeDue(now, out key);

    /// <summary>Notes that a worker has a ready key in its hands; returns how often the key failed in a row before.</summary>
    public int BeginWork(TKey key)
    {
        var wasDirty = _dirty.Remove(key);
        var wasFree = _processing.Add(key);
        Debug.Assert(wasDirty, "Every ready key is dirty.");
        Debug.Assert(wasFree, "No ready key is in a worker's hands.");
        return _failures.GetValueOrDefault(key);
    }

    /// <summary>Notes that the worker is done with a key; true if the key became dirty meanwhile and is ready now.</summary>
    public bool EndWork(TKey key)
    {
        var wasProcessing = _processing.Remove(key);
        Debug.Assert(wasProcessing, "Only a key in a worker's hands is settled.");
        return _dirty.Contains(key);
    }

    /// <summary>Counts a failure; returns how many there are in a row.</summary>
    public int CountFailure(TKey key)
    {
        var failures = _failures.GetValueOrDefault(key);
        return _failures[key] = failures == int.MaxValue ? failures : failures + 1;
    }

    public void ForgetFailures(TKey key) => _failures.Remove(key);

    /// <summary>Forgets the delayed keys, and the failures of those that are nothing but delayed.</summary>
    public void ForgetDelayed()
    {
        foreach (var key in _delayed.Keys)
        {
            if (!_processing.Contains(key))
            {
                _failures.Remove(key);
            }
        }

        _delayed.Clear();
    }

    [Conditional("DEBUG")]
    public void AssertInvariants(int readyCount)
    {
        var waitingForTheirWorker = 0;
        foreach (var key in _processing)
        {
            waitingForTheirWorker += _dirty.Contains(key) ? 1 : 0;
        }

        Debug.Assert(readyCount == _dirty.Count - waitingForTheirWorker, "A key is ready, once, exactly if it is dirty and no worker has it.");
        Debug.Assert(_failures.Count <= _dirty.Count + _processing.Count + _delayed.Count, "Failures are remembered only of keys that are in the queue.");
    }
}
