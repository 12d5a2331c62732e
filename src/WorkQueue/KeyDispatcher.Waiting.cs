using KubeController.WorkQueues.Waiting;

namespace KubeController.WorkQueues;

/// <summary>The takers that wait, under the same lock as the keys they wait for.</summary>
internal sealed partial class KeyDispatcher<TKey>
{
    public Waiter RentWaiter()
    {
        lock (_lock)
        {
            return _waiters.Rent();
        }
    }

    public void ReturnWaiter(Waiter waiter)
    {
        lock (_lock)
        {
            _waiters.Return(waiter);
        }
    }

    private TakeOutcome ListLocked(Waiter? waiter)
    {
        if (_isShutDown && _states.IsClean)
        {
            return TakeOutcome.Ended;
        }

        if (waiter is null)
        {
            return TakeOutcome.Empty;
        }

        if (!_adds.TryAwait())
        {
            // Something was added in this moment: look again.
            return TakeOutcome.Missed;
        }

        // Under the lock in which no key was found: who adds the next one finds the waiter.
        _waiters.Add(waiter);
        return TakeOutcome.Empty;
    }

    private Waiter? WakeLocked(int ready)
    {
        if (ready <= 0 || _waiters.Count == 0)
        {
            return null;
        }

        var woken = _waiters.Take(ready);
        EndAwaitIfNobodyWaitsLocked();
        return woken;
    }

    private void EndAwaitIfNobodyWaitsLocked()
    {
        if (_waiters.Count == 0)
        {
            _adds.EndAwait();
        }
    }

    // Called by a waiter whose token was cancelled. Had it been taken out of the list, it would be rung anyway, and look once more.
    private void GiveUp(Waiter waiter)
    {
        bool wasListed;
        lock (_lock)
        {
            wasListed = _waiters.Remove(waiter);
            EndAwaitIfNobodyWaitsLocked();
        }

        if (wasListed)
        {
            waiter.Ring(mayHaveKey: false);
        }
    }
}
