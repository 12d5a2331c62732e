using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests;

public sealed class WorkQueueDelayTests : QueueFixture
{
    [Test]
    public void AddAfter_BeforeItsTime_NotReady()
    {
        Queue.AddAfter("a", TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.That(Queue.Count, Is.Zero);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void AddAfter_NoDelay_ReadyAtOnce(int seconds)
    {
        Queue.AddAfter("a", TimeSpan.FromSeconds(seconds));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task AddAfter_TakersWait_EachDueKeyWakesOne(CancellationToken cancellationToken)
    {
        var takers = new[] { TakeKeyAsync(cancellationToken), TakeKeyAsync(cancellationToken) };
        Queue.AddAfter("a", TimeSpan.FromSeconds(5));
        Queue.AddAfter("b", TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(4));
        Assert.That(takers.Select(taker => taker.IsCompleted), Is.All.False);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Task.WhenAll(takers), Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task AddAfter_NoDelayAndATakerWaits_WakesIt(CancellationToken cancellationToken)
    {
        var taker = TakeKeyAsync(cancellationToken);
        Queue.AddAfter("a", TimeSpan.Zero);
        Assert.That(await taker, Is.EqualTo("a"));
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task RequeueAfter_ATakerWaits_IsWokenInTime(CancellationToken cancellationToken)
    {
        Queue.Add("a");
        var item = (await Queue.TakeAsync(cancellationToken))!.Value;
        var taker = TakeKeyAsync(cancellationToken);
        item.RequeueAfter(TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await taker, Is.EqualTo("a"));
    }

    [Test]
    public void AddAfter_LongestDelayOfAll_ComesNeverAndDoesNotOverflow()
    {
        Time.Advance(TimeSpan.FromDays(1));
        Queue.AddAfter("never", TimeSpan.MaxValue);
        Queue.AddAfter("hardly", TimeSpan.MaxValue - TimeSpan.FromDays(1));
        Assert.That(Queue.DelayedCount, Is.EqualTo(2));
    }

    [TestCase(9, 5)]
    [TestCase(5, 9)]
    public void AddAfter_SameKeyTwice_EarlierTimeWinsAndItComesOnce(int first, int second)
    {
        Queue.AddAfter("a", TimeSpan.FromSeconds(first));
        Queue.AddAfter("a", TimeSpan.FromSeconds(second));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(Queue.Count, Is.Zero);
    }

    [Test]
    public void AddAfter_ThenAdd_ComesAtOnceAndNotAgain()
    {
        Queue.AddAfter("a", TimeSpan.FromSeconds(5));
        Queue.Add("a");
        Assert.That(Queue.DelayedCount, Is.Zero);
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(Queue.Count, Is.Zero);
    }

    [Test]
    public void AddAfter_KeyIsReady_DelayIsDropped()
    {
        Queue.Add("a");
        Queue.AddAfter("a", TimeSpan.FromSeconds(5));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
        Assert.That(Queue.DelayedCount, Is.Zero);
    }

    [Test]
    public void AddAfter_TimeComesWhileProcessing_HandedOutOnceMore()
    {
        Queue.Add("a");
        var item = Take();
        Queue.AddAfter("a", TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(Queue.Count, Is.Zero);
        item.Succeed();
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void AddAfter_SuccessBeforeItsTime_StillComes()
    {
        Queue.Add("a");
        var item = Take();
        Queue.AddAfter("a", TimeSpan.FromSeconds(5));
        item.Succeed();
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void AddAfter_DueAtTheSameTime_InTheOrderOfTheirAdds()
    {
        var keys = Enumerable.Range(0, 50).Select(key => $"{key}").ToList();
        keys.ForEach(key => Queue.AddAfter(key, TimeSpan.FromSeconds(1)));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(TakeReady(), Is.EqualTo(keys));
    }

    [Test]
    public void AddAfter_ManyKeysInOneJump_SoonestFirst()
    {
        var delays = Enumerable.Range(1, 100).Select(n => n * 37 % 101).ToList();
        delays.ForEach(delay => Queue.AddAfter($"{delay}", Milliseconds(delay)));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(TakeReady(), Is.EqualTo(delays.Order().Select(delay => $"{delay}")));
    }

    [Test]
    public void AddAfter_LongerThanATimerCanWait_ComesInTime()
    {
        Queue.AddAfter("a", TimeSpan.FromDays(100));
        Queue.AddAfter("never", TimeSpan.MaxValue);
        for (var day = 1; day < 100; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.That(Queue.Count, Is.Zero);
        Time.Advance(TimeSpan.FromDays(1));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
        Assert.That(Queue.DelayedCount, Is.EqualTo(1));
    }

    [Test]
    public void AddAfter_SoonerThanTheTimerIsSetFor_TimerIsSetForward()
    {
        Queue.AddAfter("late", TimeSpan.FromSeconds(10));
        Queue.AddAfter("soon", TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "soon" }));
        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(TakeReady(), Is.EqualTo(new[] { "late" }));
    }

    [Test]
    public void AddAfter_OddTimestampFrequency_ComesInTime()
    {
        using var queue = new WorkQueue<string>(new() { TimeProvider = new OddFrequency(Time) });
        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5) - Milliseconds(1));
        Assert.That(queue.Count, Is.Zero);
        Time.Advance(Milliseconds(2));
        Assert.That(queue.Count, Is.EqualTo(1));
    }

    [Test]
    public void AddAfter_FractionOfAMillisecond_RoundedUp()
    {
        Queue.AddAfter("a", Milliseconds(4.3));
        Time.Advance(Milliseconds(4.2));
        Assert.That(Queue.Count, Is.Zero);
        Time.Advance(Milliseconds(0.8));
        Assert.That(Queue.Count, Is.EqualTo(1));
    }

    private sealed class OddFrequency(FakeTimeProvider inner) : TimeProvider
    {
        public override long TimestampFrequency => inner.TimestampFrequency * 7;

        public override long GetTimestamp() => inner.GetTimestamp() * 7;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }

    [Test]
    public void AddAfter_AHundredThousandKeys_OneTimer()
    {
        var time = new CountedTimers();
        using var queue = new WorkQueue<int>(new() { TimeProvider = time });
        for (var key = 0; key < 100_000; key++)
        {
            queue.AddAfter(key, TimeSpan.FromSeconds(1 + (key % 1_000)));
        }

        Assert.That((queue.DelayedCount, time.Created), Is.EqualTo((100_000, 1)));
        time.Advance(TimeSpan.FromSeconds(500));
        Assert.That((queue.Count, queue.DelayedCount), Is.EqualTo((50_000, 50_000)));
    }

    [Test]
    public void AddAfter_TheMachineWasSuspended_EachKeyComesOnce()
    {
        for (var key = 0; key < 3_000; key++)
        {
            Queue.AddAfter($"{key}", TimeSpan.FromMinutes(key % 60));
        }

        Time.Advance(TimeSpan.FromDays(3));
        Assert.That(TakeReady(), Is.Unique.And.Count.EqualTo(3_000));
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((0, 0)));
    }

    private sealed class CountedTimers : FakeTimeProvider
    {
        public int Created { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Created++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private async Task<string> TakeKeyAsync(CancellationToken cancellationToken) => (await Queue.TakeAsync(cancellationToken))!.Value.Key;
}
