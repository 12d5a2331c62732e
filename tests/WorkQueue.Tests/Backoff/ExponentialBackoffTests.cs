namespace KubeController.WorkQueues.Tests.Backoff;

public sealed class ExponentialBackoffTests : BackoffPolicyContract
{
    [TestCase(1, 5)]
    [TestCase(2, 10)]
    [TestCase(18, 655_360)]
    [TestCase(19, 1_000_000)]
    [TestCase(63, 1_000_000)]
    [TestCase(64, 1_000_000)]
    [TestCase(65, 1_000_000)]
    [TestCase(int.MaxValue, 1_000_000)]
    public void GetDelay_Defaults_DoublesFrom5MillisecondsTo1000SecondsWithoutOverflow(int failures, int milliseconds) =>
        Assert.That(Create().GetDelay(Failure(failures)), Is.EqualTo(Milliseconds(milliseconds)));

    [Test]
    public void GetDelay_LargestLimit_NoOverflow()
    {
        var policy = new ExponentialBackoff(TimeSpan.FromTicks(1), TimeSpan.MaxValue, jitter: 0);
        Assert.That(Enumerable.Range(1, 100).Select(failures => policy.GetDelay(Failure(failures))), Is.Ordered.And.All.GreaterThan(TimeSpan.Zero));
    }

    [TestCase(0.0, 100)]
    [TestCase(0.5, 90)]
    [TestCase(1.0, 80)]
    public void GetDelay_Jitter_TakesAShareAway(double chance, int milliseconds)
    {
        var policy = new ExponentialBackoff(Milliseconds(100), TimeSpan.FromSeconds(1), jitter: 0.2);
        Assert.That(policy.GetDelay(Failure(1, chance)), Is.EqualTo(Milliseconds(milliseconds)));
    }

    [Test]
    public void Constructor_OutOfRange_Refused()
    {
        Assert.That(() => new ExponentialBackoff(TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExponentialBackoff(maxDelay: Milliseconds(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExponentialBackoff(jitter: 1.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExponentialBackoff(jitter: -0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExponentialBackoff(jitter: double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExponentialBackoff(Milliseconds(1), Milliseconds(1), jitter: 1), Throws.Nothing);
    }

    protected override IBackoffPolicy Create() => new ExponentialBackoff();
}
