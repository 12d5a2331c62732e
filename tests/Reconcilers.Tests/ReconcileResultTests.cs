namespace KubeController.Reconcilers.Tests;

public sealed class ReconcileResultTests
{
    [Test]
    public void Default_IsDone() => Assert.That(default(ReconcileResult), Is.EqualTo(ReconcileResult.Done));

    [Test]
    public void RequeueAfter_KeepsItsDelay()
    {
        var result = ReconcileResult.RequeueAfter(TimeSpan.FromMinutes(1));
        Assert.That((result.Outcome, result.Delay, result.Reason), Is.EqualTo((ReconcileOutcome.RequeueAfter, TimeSpan.FromMinutes(1), (string?)null)));
    }

    [Test]
    public void RetryAndTerminal_KeepTheirReason()
    {
        Assert.That(ReconcileResult.Retry("why", TimeSpan.FromSeconds(2)) is { Outcome: ReconcileOutcome.Retry, Reason: "why", Delay.Seconds: 2 });
        Assert.That(ReconcileResult.Terminal("why") is { Outcome: ReconcileOutcome.Terminal, Reason: "why" });
        Assert.That(() => ReconcileResult.Retry(""), Throws.ArgumentException);
        Assert.That(() => ReconcileResult.Terminal(""), Throws.ArgumentException);
    }
}
