namespace KubeController.WorkQueues;

/// <summary>One timer, set to the soonest of many due times. Not thread-safe: the queue sets it under its lock.</summary>
internal sealed class Alarm : IDisposable, IAsyncDisposable
{
    // Timers have an upper limit (49 days); the queue sets the alarm again when it rings too early.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _timeProvider;
    private readonly long _origin;
    private readonly ITimer _timer;

    // When it will ring; null if it will not.
    private TimeSpan? _due;

    public Alarm(TimeProvider timeProvider, Action ring)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        _origin = timeProvider.GetTimestamp();

        // The timer lives as long as the queue: it must not keep alive what the creator's context happens to hold.
        using var suppressed = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(static state => ((Action)state!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time since the alarm was made: the clock that due times are read on.</summary>
    public TimeSpan Now => _timeProvider.GetElapsedTime(_origin);

    /// <summary>Makes the alarm ring at a time, unless it rings before that anyway.</summary>
    public void RingAt(TimeSpan due)
    {
        if (_due <= due)
        {
            return;
        }

        // A timer cuts fractions of a millisecond off; rounded up, it rings once and not several times.
        _due = due;
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((due - Now).TotalMilliseconds));
        _timer.Change(wait < LongestWait ? Max(wait, TimeSpan.FromMilliseconds(1)) : LongestWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes that the alarm rang: it is silent until it is set again.</summary>
    public void Rang() => _due = null;

    public void Stop()
    {
        _due = null;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
