namespace KubeController.WorkQueues.Tests.Backoff;

public sealed class PerExceptionBackoffTests : BackoffPolicyContract
{
    private static readonly ExponentialBackoff Usual = new();
    private static readonly FastThenSlowBackoff Patient = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 0);

    [Test]
    public void Constructor_Null_Refused() =>
        Assert.That(() => new PerExceptionBackoff(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("choose"));

    [Test]
    public void GetDelay_ByWhatItFailedWith_TheChosenPolicyDecides()
    {
        Assert.That(Create().GetDelay(Failure(1)), Is.EqualTo(Milliseconds(5)));
        Assert.That(Create().GetDelay(Failure(1, error: new InvalidOperationException())), Is.EqualTo(Milliseconds(5)));
        Assert.That(Create().GetDelay(Failure(1, error: new TimeoutException())), Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void GetDelay_RetryWithAnError_ReachesThePolicy()
    {
        using var queue = new WorkQueue<string>(new() { TimeProvider = Time, Random = () => 0, Backoff = Create() });
        queue.Add("a");
        queue.TakeAsync().AsTask().Result!.Value.Retry(new TimeoutException());
        Time.Advance(TimeSpan.FromMinutes(1) - Milliseconds(1));
        Assert.That(queue.Count, Is.Zero);
        Time.Advance(Milliseconds(1));
        Assert.That(queue.Count, Is.EqualTo(1));
    }

    protected override IBackoffPolicy Create() => new PerExceptionBackoff(error => error is TimeoutException ? Patient : Usual);
}
