namespace KubeController.WorkQueues.Tests.Backoff;

public sealed class CappedBackoffTests : BackoffPolicyContract
{
    [TestCase(1, 5)]
    [TestCase(6, 160)]
    [TestCase(7, 300)]
    [TestCase(100, 300)]
    public void GetDelay_LongerThanTheCap_Shortened(int failures, int milliseconds) =>
        Assert.That(Create().GetDelay(Failure(failures)), Is.EqualTo(Milliseconds(milliseconds)));

    [Test]
    public void Constructor_OutOfRange_Refused()
    {
        Assert.That(() => new CappedBackoff(new ExponentialBackoff(), Milliseconds(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CappedBackoff(null!, Milliseconds(1)), Throws.ArgumentNullException);
    }

    protected override IBackoffPolicy Create() => new CappedBackoff(new ExponentialBackoff(), Milliseconds(300));
}
