namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>The time of one replica: while that is paused, its clock goes on, and its timers fire when it wakes up.</summary>
internal sealed class PausableTime(TimeProvider time) : TimeProvider
{
    private readonly List<Action> _missed = [];
    private bool _isPaused;

    /// <summary>Gets or sets by how much the clock on the wall is wrong.</summary>
    public TimeSpan Error { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Error;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PausableTimer();
        timer.Inner = time.CreateTimer(
            _ =>
            {
                if (_isPaused)
                {
                    _missed.Add(() => timer.Fire(callback, state));
                }
                else
                {
                    callback(state);
                }
            },
            null, dueTime, period);
        return timer;
    }

    public void Pause() => _isPaused = true;

    public void Resume()
    {
        _isPaused = false;
        List<Action> missed = [.. _missed];
        _missed.Clear();
        missed.ForEach(static fire => fire());
    }

    private sealed class PausableTimer : ITimer
    {
        private bool _isGone;

        public ITimer? Inner { get; set; }

        public void Fire(TimerCallback callback, object? state)
        {
            if (!_isGone)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Inner!.Change(dueTime, period);

        public void Dispose()
        {
            _isGone = true;
            Inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
