using KubeController.Informers.Reflecting;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Informers.Tests.Reflecting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReflectorBackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Next_WithoutSpread_DoublesUpToTheLongest()
    {
        var backoff = Create(0);
        Assert.That(Enumerable.Range(0, 8).Select(_ => backoff.Next().TotalSeconds), Is.EqualTo(new[] { 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30 }));
    }

    [Test]
    public void Next_Spread_AddsUpToTheStepItself() => Assert.That(Create(0.5).Next(), Is.EqualTo(TimeSpan.FromSeconds(1.2)));

    [Test]
    public void Next_TwoMinutesWithoutFailure_BeginsAnew()
    {
        var backoff = Create(0);
        backoff.Next();
        backoff.Next();
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.That(backoff.Next(), Is.EqualTo(TimeSpan.FromSeconds(3.2)));
        _time.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromMilliseconds(1));
        Assert.That(backoff.Next(), Is.EqualTo(TimeSpan.FromSeconds(0.8)));
    }

    [Test]
    public void Next_ServerAsksForAWait_IsKeptUpToTenMinutes()
    {
        var backoff = Create(0);
        Assert.That(backoff.Next(TimeSpan.FromMinutes(9)), Is.EqualTo(TimeSpan.FromMinutes(9)));
        Assert.That(backoff.Next(TimeSpan.FromSeconds(int.MaxValue)), Is.EqualTo(TimeSpan.FromMinutes(10)));
    }

    private ReflectorBackoff Create(double random) => new(TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(30), _time, () => random);
}
