namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>Virtual time that goes from one timer to the next, so that nothing happens late and everything at its own moment.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly SortedSet<(long Due, long Order, SimulatedTimer Timer)> _timers =
        new(Comparer<(long Due, long Order, SimulatedTimer Timer)>.Create(static (a, b) => (a.Due, a.Order).CompareTo((b.Due, b.Order))));

    private long _now;
    private long _order;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Volatile.Read(ref _now));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next timer and fires it, or to the end if there is none before.</summary>
    public void Next(TimeSpan end)
    {
        SimulatedTimer? timer = null;
        lock (_lock)
        {
            if (_timers.Count > 0 && _timers.Min.Due <= end.Ticks)
            {
                var next = _timers.Min;
                _timers.Remove(next);
                _now = Math.Max(_now, next.Due);
                timer = next.Timer;
                timer.Entry = null;
            }
            else
            {
                _now = Math.Max(_now, end.Ticks);
            }
        }

        timer?.Fire();
    }

    private bool Set(SimulatedTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            if (timer.Entry is { } old)
            {
                _timers.Remove((old.Due, old.Order, timer));
                timer.Entry = null;
            }

            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Entry = (_now + dueTime.Ticks, _order++);
                _timers.Add((timer.Entry.Value.Due, timer.Entry.Value.Order, timer));
            }

            return true;
        }
    }

    private sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public (long Due, long Order)? Entry { get; set; }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                time.Set(this, _period);
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            return time.Set(this, dueTime);
        }

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
