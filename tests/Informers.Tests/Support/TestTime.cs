using Microsoft.Extensions.Time.Testing;

namespace KubeController.Informers.Tests.Support;

/// <summary>Virtual time that tells which timers were set, so that a test advances it only when the code under test waits.</summary>
internal sealed class TestTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _set = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;

    public TestTime()
        : base(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Gets the same time for those whose timers are not to be seen.</summary>
    public TimeProvider Quiet => new QuietTime(this);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            _set.Add(dueTime);
            _more.TrySetResult();
        }

        return timer;
    }

    /// <summary>Waits for a retry's delay: a timer shorter than any patience with a list or a watch. Delays that were returned before do not count.</summary>
    public Task<TimeSpan> NextDelayAsync(CancellationToken cancellationToken) => NextTimerAsync(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(60), cancellationToken);

    /// <summary>Waits for a timer; timers set before one that was returned do not count.</summary>
    public async Task<TimeSpan> NextTimerAsync(Predicate<TimeSpan> isMeant, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                while (_seen < _set.Count)
                {
                    if (isMeant(_set[_seen++]))
                    {
                        return _set[_seen - 1];
                    }
                }

                _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits for a retry's delay, and lets it pass.</summary>
    public async Task<TimeSpan> PassDelayAsync(CancellationToken cancellationToken)
    {
        var delay = await NextDelayAsync(cancellationToken);
        Advance(delay);
        return delay;
    }

    private ITimer CreateQuietTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime, period);

    private sealed class QuietTime(TestTime time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateQuietTimer(callback, state, dueTime, period);
    }
}
