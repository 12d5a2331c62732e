using KubeController.WorkQueues.Keys;
using KubeController.WorkQueues.Metrics;

namespace KubeController.WorkQueues.Snapshots;

/// <summary>Reads a queue as a whole, for people: under its lock, and in time that grows with what is in it.</summary>
internal sealed class QueueInspection<TKey>(KeyDispatcher<TKey> dispatcher, TimeProvider timeProvider)
    where TKey : notnull
{
    /// <summary>Returns figures, without looking at the keys that are ready or delayed.</summary>
    public QueueFigures Figures()
    {
        var now = dispatcher.Now;
        return dispatcher.Read(states =>
        {
            var ages = states.Processing.Slots().Select(slot => Age(now, states.Table[slot].TakenAt)).ToList();
            return new QueueFigures(
                [.. states.Ready.Lanes.Select(lane => (lane.Priority, lane.Keys.Count))],
                states.Delayed.Count,
                ages.Count,
                states.Adds,
                dispatcher.Retries,
                ages.Aggregate(TimeSpan.Zero, (sum, age) => sum + age),
                ages.Count == 0 ? TimeSpan.Zero : ages.Max());
        });
    }

    public WorkQueueSnapshot<TKey> Snapshot()
    {
        var origin = timeProvider.GetUtcNow() - dispatcher.Now;
        return dispatcher.Read(states => new WorkQueueSnapshot<TKey>(
            [.. states.Ready.Lanes.SelectMany(lane => lane.Keys.Slots()).Select(slot => Waiting(states.Table[slot], origin))],
            [.. states.Processing.Slots().Select(slot => Running(states.Table[slot], origin))],
            [.. states.Delayed.Slots().OrderBy(states.Delayed.DueOf).ThenBy(slot => states.Table[slot].Arrival)
                .Select(slot => Delayed(states.Table[slot], At(origin, states.Delayed.DueOf(slot))))],
            dispatcher.IsShutDown));
    }

    private static WaitingKey<TKey> Waiting(in KeySlot<TKey> slot, DateTimeOffset origin) => new(slot.Key, slot.Priority, slot.Since is { } since ? At(origin, since) : null, slot.Failures);

    private static RunningKey<TKey> Running(in KeySlot<TKey> slot, DateTimeOffset origin) =>
        new(slot.Key, At(origin, slot.TakenAt), slot.Failures, slot.Is(KeyState.Dirty));

    private static DelayedKey<TKey> Delayed(in KeySlot<TKey> slot, DateTimeOffset until) => new(slot.Key, slot.Priority, until, slot.Failures);

    // A key may be delayed for longer than the calendar goes.
    private static DateTimeOffset At(DateTimeOffset origin, TimeSpan time) => time < DateTimeOffset.MaxValue - origin ? origin + time : DateTimeOffset.MaxValue;

    // The clock is read before the lock is taken: a key may have been taken since.
    private static TimeSpan Age(TimeSpan now, TimeSpan since) => now > since ? now - since : TimeSpan.Zero;
}
