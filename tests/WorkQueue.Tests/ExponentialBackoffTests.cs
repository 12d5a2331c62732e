namespace KubeController.WorkQueues.Tests;

public sealed class ExponentialBackoffTests
{
    [TestCase(1, 5)]
    [TestCase(2, 10)]
    [TestCase(18, 655_360)]
    [TestCase(19, 1_000_000)]
    [TestCase(63, 1_000_000)]
    [TestCase(64, 1_000_000)]
    [TestCase(65, 1_000_000)]
    [TestCase(int.MaxValue, 1_000_000)]
    public void After_ManyFailures_DoublesUpToTheLimitWithoutOverflow(int failures, int milliseconds)
    {
        var backoff = new ExponentialBackoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000), jitter: 0.5, random: () => 0);
        Assert.That(backoff.After(failures), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Test]
    public void After_LargestLimit_NoOverflow()
    {
        var backoff = new ExponentialBackoff(TimeSpan.FromTicks(1), TimeSpan.MaxValue, jitter: 0, random: () => 0);
        Assert.That(Enumerable.Range(1, 100).Select(backoff.After), Is.Ordered.And.All.GreaterThan(TimeSpan.Zero));
    }

    [TestCase(0.0, 100)]
    [TestCase(0.5, 90)]
    [TestCase(1.0, 80)]
    public void After_Jitter_TakesAShareAway(double chance, int milliseconds)
    {
        var backoff = new ExponentialBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), jitter: 0.2, random: () => chance);
        Assert.That(backoff.After(1), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }
}
