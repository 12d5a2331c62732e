using System.Diagnostics;
using KubeController.WorkQueues.Keys;
using KubeController.WorkQueues.Waiting;

namespace KubeController.WorkQueues;

/// <summary>The one lock of a queue, and what is under it: the states of the keys, the takers that wait, and the alarm.</summary>
/// <remarks>Times are read before the lock is taken, and takers are woken after it was left.</remarks>
internal sealed partial class KeyDispatcher<TKey> : IDisposable, IAsyncDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly AddBuffer<TKey> _adds = new();
    private readonly KeyStates<TKey> _states;
    private readonly WaiterList _waiters;
    private readonly Alarm _alarm;

    // Completed when the queue is shut down, nothing is dirty and no worker has a key.
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isShutDown;

    public KeyDispatcher(IEqualityComparer<TKey>? comparer, int agingInterval, TimeProvider timeProvider)
    {
        _states = new(comparer, agingInterval);
        _waiters = new(GiveUp);
        _alarm = new(timeProvider, AddDueKeys);
    }

    /// <summary>Gets a value indicating whether the queue was shut down.</summary>
    public bool IsShutDown => _isShutDown;

    /// <summary>Gets how many keys were to come later, be it by an add or by a settlement.</summary>
    public long Retries { get; private set; }

    /// <summary>Gets the time since the queue was made: the clock of all times in the states.</summary>
    public TimeSpan Now => _alarm.Now;

    /// <summary>A task that ends when the queue was shut down, everything dirty was taken and everything taken was settled.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Reads the states, complete and under the lock.</summary>
    public TResult Read<TResult>(Func<KeyStates<TKey>, TResult> read)
    {
        Waiter? woken;
        TResult result;
        lock (_lock)
        {
            woken = WakeLocked(TakeInLocked());
            result = read(_states);
        }

        WaiterList.Ring(woken);
        return result;
    }

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="since">The time, if somebody wants to know how long keys wait: to read the clock is a good part of the cost of an add.</param>
    public void Add(TKey key, int priority, TimeSpan? since)
    {
        if (!_adds.Append(new(key, _states.Table.HashOf(key), priority, since)))
        {
            return;
        }

        Waiter? woken;
        lock (_lock)
        {
            woken = WakeLocked(TakeInLocked());
            AssertInvariants();
        }

        WaiterList.Ring(woken);
    }

    public void AddAfter(TKey key, TimeSpan delay, int priority)
    {
        var hash = _states.Table.HashOf(key);
        var now = _alarm.Now;
        Waiter? woken;
        lock (_lock)
        {
            var ready = TakeInLocked();
            if (!_isShutDown && ComeLaterLocked(_states.SlotOf(key, hash), now, delay, priority))
            {
                ready++;
            }

            woken = WakeLocked(ready);
            AssertInvariants();
        }

        WaiterList.Ring(woken);
    }

    /// <summary>Takes the next key; without one, lists the waiter, who is then rung once: when there may be a key, or when it gives up.</summary>
    public TakeOutcome Take(Waiter? waiter, out Lease<TKey> lease, out TimeSpan? waited)
    {
        var now = _alarm.Now;
        Waiter? woken = null;
        lock (_lock)
        {
            var ready = TakeInLocked();
            if (!_states.TryBeginWork(now, out var slot))
            {
                (lease, waited) = (default, null);
                return ListLocked(waiter);
            }

            ref var entry = ref _states.Table[slot];
            lease = new(entry.Key, slot, entry.Version, entry.Failures, entry.Priority);
            waited = now - entry.Since;

            // Not one less for the key just taken: that may be an older one, whose taker was woken before, and then somebody else is to be woken for the new one.
            woken = WakeLocked(Math.Min(ready, _states.Ready.Count)) ?? EndIfDoneLocked();
            AssertInvariants();
        }

        WaiterList.Ring(woken);
        return TakeOutcome.Taken;
    }

    /// <summary>Tells, without the lock, whether a lease is not settled yet. Versions only rise: once it is false, it stays so.</summary>
    public bool IsHeld(in Lease<TKey> lease) => Volatile.Read(ref _states.Table[lease.Slot].Version) == lease.Version;

    /// <summary>Ends the work on a key; false if it was ended before, by the same lease.</summary>
    public bool TrySettle(in Lease<TKey> lease, in Settlement settlement, out TimeSpan takenAt)
    {
        var now = settlement.Again is null ? default : _alarm.Now;
        Waiter? woken;
        lock (_lock)
        {
            ref var entry = ref _states.Table[lease.Slot];
            takenAt = entry.TakenAt;
            if (entry.Version != lease.Version)
            {
                return false;
            }

            var ready = TakeInLocked();
            entry.Failures = settlement.Failures;
            if (settlement.Again is { } delay && !_isShutDown)
            {
                ComeLaterLocked(lease.Slot, now, delay, settlement.Priority);
            }

            ready += _states.EndWork(lease.Slot) ? 1 : 0;
            woken = WakeLocked(ready) ?? EndIfDoneLocked();
            AssertInvariants();
        }

        WaiterList.Ring(woken);
        return true;
    }

    public void ShutDown()
    {
        Waiter? woken;
        lock (_lock)
        {
            // What was added before is in the states then, and what is added after is ignored.
            _adds.Close();
            var ready = TakeInLocked();
            _isShutDown = true;
            _states.ForgetDelayed();
            _alarm.Stop();
            woken = WakeLocked(ready) ?? EndIfDoneLocked();
            AssertInvariants();
        }

        WaiterList.Ring(woken);
    }

    public void Dispose() => _alarm.Dispose();

    public ValueTask DisposeAsync() => _alarm.DisposeAsync();

    private bool ComeLaterLocked(int slot, TimeSpan now, TimeSpan delay, int priority)
    {
        Retries++;
        if (delay <= TimeSpan.Zero)
        {
            return _states.MarkDirty(slot, priority, now);
        }

        _states.MarkDelayed(slot, priority, delay < TimeSpan.MaxValue - now ? now + delay : TimeSpan.MaxValue);
        SetAlarmLocked();
        return false;
    }

    /// <summary>Takes the collected adds into the states; returns how many keys became ready. Called first wherever the states are looked at.</summary>
    private int TakeInLocked() => _adds.HasAdds ? TakeIn(_adds.Collect()) : 0;

    private int TakeIn(Span<PendingAdd<TKey>> adds)
    {
        // First all memory that will be needed is asked for, and then worked on: so the processor waits once, and not for each.
        foreach (ref readonly var add in adds)
        {
            _states.Table.Touch(add.Hash);
        }

        var ready = 0;
        foreach (ref readonly var add in adds)
        {
            ready += _states.MarkDirty(_states.SlotOf(add.Key, add.Hash), add.Priority, add.Since) ? 1 : 0;
        }

        AddBuffer<TKey>.Clear(adds);
        return ready;
    }

    // Nothing is dirty any more and nothing can become so: takers that wait may go home.
    private Waiter? EndIfDoneLocked()
    {
        if (!_isShutDown || !_states.IsClean)
        {
            return null;
        }

        if (_states.Processing.Count == 0)
        {
            _drained.TrySetResult();
        }

        return WakeLocked(_waiters.Count);
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "Invariants hold only under the lock.");
        Debug.Assert(!_isShutDown || _states.Delayed.Count == 0, "Nothing is delayed in a queue that was shut down.");
        KeyInvariants.Assert(_states);
    }
}
