using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>Virtual time that knows how many of its timers were not given back.</summary>
internal sealed class CountedTime : TimeProvider
{
    private readonly FakeTimeProvider _time = new();
    private int _timers;

    /// <summary>Gets the number of timers that are not disposed.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override long TimestampFrequency => _time.TimestampFrequency;

    public void Advance(TimeSpan delta) => _time.Advance(delta);

    public override long GetTimestamp() => _time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new CountedTimer(this, _time.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class CountedTimer(CountedTime time, ITimer timer) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            Leave();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Leave();
            return timer.DisposeAsync();
        }

        private void Leave()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                Interlocked.Decrement(ref time._timers);
            }
        }
    }
}
