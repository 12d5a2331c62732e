using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests;

public sealed class AlarmTests
{
    [Test]
    public void RingAt_EqualOrLaterDue_TheTimerIsNotSetAgain()
    {
        var time = new RecordingTime();
        using var alarm = new Alarm(time, () => { });
        alarm.RingAt(TimeSpan.FromSeconds(2));
        alarm.RingAt(TimeSpan.FromSeconds(2));
        alarm.RingAt(TimeSpan.FromSeconds(3));
        alarm.RingAt(TimeSpan.FromSeconds(1));
        Assert.That(time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1) }));
    }

    [Test]
    public void RingAt_BeyondTheLongestWait_TheTimerWaitsForADay()
    {
        var time = new RecordingTime();
        using var alarm = new Alarm(time, () => { });
        alarm.RingAt(TimeSpan.MaxValue);
        Assert.That(time.Waits, Is.EqualTo(new[] { TimeSpan.FromDays(1) }));
    }

    [Test]
    public void Stop_Set_DoesNotRingUntilSetAgain()
    {
        var time = new RecordingTime();
        var rings = 0;
        using var alarm = new Alarm(time, () => rings++);
        alarm.RingAt(TimeSpan.FromSeconds(1));
        alarm.Stop();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(rings, Is.Zero);
        alarm.RingAt(TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(rings, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true, Description = "suppressed by the creator, and left so")]
    public void Constructor_ExecutionContext_NotCapturedByTheTimer(bool suppressedBefore)
    {
        var time = new RecordingTime();
        using var suppressed = suppressedBefore ? ExecutionContext.SuppressFlow() : default;
        using var alarm = new Alarm(time, () => { });
        Assert.That(time.WasFlowSuppressed);
        Assert.That(ExecutionContext.IsFlowSuppressed(), Is.EqualTo(suppressedBefore));
    }

    [Test]
    public void Constructor_NoTimeProvider_Refused() =>
        Assert.That(() => new Alarm(null!, () => { }), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("timeProvider"));

    private sealed class RecordingTime : FakeTimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public bool WasFlowSuppressed { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            WasFlowSuppressed = ExecutionContext.IsFlowSuppressed();
            return new RecordingTimer(base.CreateTimer(callback, state, dueTime, period), Waits);
        }
    }

    private sealed class RecordingTimer(ITimer timer, List<TimeSpan> waits) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            waits.Add(dueTime);
            return timer.Change(dueTime, period);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
