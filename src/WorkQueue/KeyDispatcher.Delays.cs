using KubeController.WorkQueues.Waiting;

namespace KubeController.WorkQueues;

/// <summary>The keys whose time comes.</summary>
internal sealed partial class KeyDispatcher<TKey>
{
    private void AddDueKeys()
    {
        // In batches: a million keys due at once, after a suspension perhaps, must not hold up all others.
        while (AddSomeDueKeys())
        {
        }
    }

    private bool AddSomeDueKeys()
    {
        const int Most = 1_000;
        Waiter? woken;
        var due = 0;
        lock (_lock)
        {
            _alarm.Rang();
            var now = _alarm.Now;
            var ready = TakeInLocked();
            while (due < Most && _states.TryMarkDue(now, out var becameReady))
            {
                due++;
                ready += becameReady ? 1 : 0;
            }

            SetAlarmLocked();
            woken = WakeLocked(ready);
            AssertInvariants();
        }

        WaiterList.Ring(woken);
        return due == Most;
    }

    private void SetAlarmLocked()
    {
        if (_states.Delayed.NextDue is { } due)
        {
            _alarm.RingAt(due);
        }
    }
}
