namespace KubeController.WorkQueues.Tests.Backoff;

public sealed class LongestBackoffTests : BackoffPolicyContract
{
    [Test]
    public void Constructor_Null_Refused() =>
        Assert.That(() => new LongestBackoff(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("policies"));

    [Test]
    public void GetDelay_Several_TheLongestWins()
    {
        var policy = Create();
        Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(Milliseconds(5)), "The bucket is full: the key decides.");
        Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(Milliseconds(100)), "The bucket is empty: it decides.");
        Assert.That(policy.GetDelay(Failure(20)), Is.EqualTo(TimeSpan.FromSeconds(1000)), "The key has failed often: it decides again.");
    }

    [Test]
    public void GetDelay_OneDecides_TheOthersHaveBeenAskedAllTheSame()
    {
        var policy = new LongestBackoff(new FastThenSlowBackoff(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), 0), new TokenBucketBackoff(perSecond: 0.1, burst: 1));
        Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(policy.GetDelay(Failure(1)), Is.EqualTo(TimeSpan.FromSeconds(10)), "The first failure has taken the token, although its delay was shorter.");
    }

    [Test]
    public void Constructor_NoPolicy_Refused()
    {
        Assert.That(() => new LongestBackoff(), Throws.ArgumentException.With.Message.StartsWith("The longest of no delays is none."));
        Assert.That(() => new LongestBackoff(null!, new ExponentialBackoff()), Throws.ArgumentException);
    }

    protected override IBackoffPolicy Create() => new LongestBackoff(new ExponentialBackoff(), new TokenBucketBackoff(perSecond: 10, burst: 1));
}
