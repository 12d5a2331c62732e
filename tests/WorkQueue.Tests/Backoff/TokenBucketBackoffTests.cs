using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests.Backoff;

public sealed class TokenBucketBackoffTests : BackoffPolicyContract
{
    [Test]
    public void GetDelay_RateSoLowThatNoTimeSpanHoldsTheWait_TheLongestThereIs()
    {
        var bucket = new TokenBucketBackoff(perSecond: 1e-300, burst: 1);
        var retry = new RetryContext(1, null, new FakeTimeProvider(), () => 0);
        bucket.GetDelay(retry);
        Assert.That(bucket.GetDelay(retry), Is.EqualTo(TimeSpan.MaxValue));
    }

    [Test]
    public void GetDelay_MoreThanTheBurst_WaitsForItsToken()
    {
        var policy = new TokenBucketBackoff(perSecond: 10, burst: 3);
        var delays = Enumerable.Range(0, 5).Select(_ => policy.GetDelay(Failure(1)).TotalMilliseconds);
        Assert.That(delays, Is.EqualTo(new[] { 0.0, 0, 0, 100, 200 }));
    }

    [Test]
    public void GetDelay_TimePasses_TokensComeBackUpToTheBurst()
    {
        var policy = new TokenBucketBackoff(perSecond: 10, burst: 2);
        Take(policy, 2);
        Time.Advance(Milliseconds(100));
        Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(TimeSpan.Zero), "One has come back.");
        Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(Milliseconds(100)));
        Time.Advance(TimeSpan.FromHours(1));
        Take(policy, 2);
        Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(Milliseconds(100)), "However long it was idle, the bucket holds two.");
    }

    [Test]
    public void GetDelay_OtherKeys_ShareTheBucket()
    {
        using var queue = new WorkQueue<string>(new() { TimeProvider = Time, Backoff = new TokenBucketBackoff(perSecond: 1, burst: 1) });
        queue.Add("a");
        queue.Add("b");
        queue.TakeAsync().AsTask().Result!.Value.Retry();
        queue.TakeAsync().AsTask().Result!.Value.Retry();
        Assert.That((queue.Count, queue.DelayedCount), Is.EqualTo((1, 1)));
    }

    [TestCase(0.0, 1)]
    [TestCase(-1.0, 1)]
    [TestCase(double.NaN, 1)]
    [TestCase(double.PositiveInfinity, 1)]
    [TestCase(1.0, 0)]
    public void Constructor_OutOfRange_Refused(double perSecond, int burst) =>
        Assert.That(() => new TokenBucketBackoff(perSecond, burst), Throws.InstanceOf<ArgumentOutOfRangeException>());

    protected override IBackoffPolicy Create() => new TokenBucketBackoff();

    private void Take(TokenBucketBackoff policy, int tokens)
    {
        for (var i = 0; i < tokens; i++)
        {
            Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(TimeSpan.Zero));
        }
    }
}
