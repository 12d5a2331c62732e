namespace KubeController.WorkQueues.Tests.Backoff;

public sealed class RetryAfterBackoffTests : BackoffPolicyContract
{
    [Test]
    public void Constructor_Null_Refused()
    {
        Assert.That(() => new RetryAfterBackoff(null!, new ExponentialBackoff()), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("retryAfterOf"));
        Assert.That(() => new RetryAfterBackoff(_ => null, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("policy"));
    }

    [TestCase(30, 1, 30_000, Description = "later than the backoff")]
    [TestCase(0, 1, 5, Description = "sooner than the backoff")]
    [TestCase(-1, 1, 5, Description = "in the past")]
    [TestCase(3600, 1, 600_000, Description = "more than a server can ask for")]
    [TestCase(3600, 19, 1_000_000, Description = "the backoff is longer than what a server can ask for")]
    public void GetDelay_ServerAsks_TheLaterWinsWithinItsLimit(int seconds, int failures, int milliseconds) =>
        Assert.That(Create().GetDelay(Failure(failures, error: new Busy(TimeSpan.FromSeconds(seconds)))), Is.EqualTo(Milliseconds(milliseconds)));

    [Test]
    public void GetDelay_ServerAsksNothing_TheBackoffDecides()
    {
        Assert.That(Create().GetDelay(Failure(1)), Is.EqualTo(Milliseconds(5)));
        Assert.That(Create().GetDelay(Failure(1, error: new TimeoutException())), Is.EqualTo(Milliseconds(5)));
    }

    [Test]
    public void Constructor_NegativeLimit_Refused() =>
        Assert.That(() => new RetryAfterBackoff(_ => null, new ExponentialBackoff(), Milliseconds(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    protected override IBackoffPolicy Create() => new RetryAfterBackoff(error => (error as Busy)?.RetryAfter, new ExponentialBackoff());

    private sealed class Busy(TimeSpan retryAfter) : Exception
    {
        public TimeSpan RetryAfter => retryAfter;
    }
}
