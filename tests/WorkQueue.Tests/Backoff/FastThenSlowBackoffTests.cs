namespace KubeController.WorkQueues.Tests.Backoff;

public sealed class FastThenSlowBackoffTests : BackoffPolicyContract
{
    [TestCase(1, 5)]
    [TestCase(3, 5)]
    [TestCase(4, 10_000)]
    [TestCase(int.MaxValue, 10_000)]
    public void GetDelay_ByFailures_FastFirstAndSlowThen(int failures, int milliseconds) =>
        Assert.That(Create().GetDelay(Failure(failures)), Is.EqualTo(Milliseconds(milliseconds)));

    [TestCase(-1, 1, 1)]
    [TestCase(2, 1, 1)]
    [TestCase(1, 1, -1)]
    public void Constructor_OutOfRange_Refused(int fast, int slow, int fastRetries) =>
        Assert.That(() => new FastThenSlowBackoff(Milliseconds(fast), Milliseconds(slow), fastRetries), Throws.InstanceOf<ArgumentOutOfRangeException>());

    protected override IBackoffPolicy Create() => new FastThenSlowBackoff(Milliseconds(5), TimeSpan.FromSeconds(10), fastRetries: 3);
}
