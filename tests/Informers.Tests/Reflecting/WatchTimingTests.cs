using KubeController.Informers.Reflecting;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Informers.Tests.Reflecting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WatchTimingTests
{
    private readonly FakeTimeProvider _time = new();

    [TestCase(0.0, 300)]
    [TestCase(0.5, 450)]
    [TestCase(0.999, 599)]
    public void NextTimeoutSeconds_LiesBetweenFiveAndTenMinutes(double random, int seconds) =>
        Assert.That(Create(random).NextTimeoutSeconds(), Is.EqualTo(seconds));

    [Test]
    public void Begin_NothingHeard_IsCutAfterTheIdleTime()
    {
        using var patience = Create().Begin(300, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(69));
        Assert.That(patience.Token.IsCancellationRequested, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(patience.HasRunOut, Is.True);
    }

    [Test]
    public void Begin_FramesComeForEver_IsCutShortlyAfterItsTime()
    {
        using var patience = Create().Begin(300, CancellationToken.None);
        for (var passed = 0; passed < 300; passed += 60)
        {
            _time.Advance(TimeSpan.FromSeconds(60));
            patience.Restart();
        }

        Assert.That(patience.HasRunOut, Is.False, "The server is given time to end it.");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(patience.HasRunOut, Is.True);
    }

    [Test]
    public void Begin_ServerWithoutBookmarks_GetsMorePatienceEachTime()
    {
        var timing = Create();
        var patience = new List<int>();
        for (var round = 0; round < 4; round++)
        {
            patience.Add(SecondsUntilCut(timing));
            timing.HeardNothing();
        }

        timing.HeardBookmark();
        patience.Add(SecondsUntilCut(timing));
        Assert.That(patience, Is.EqualTo(new[] { 70, 140, 280, 305, 70 }));
    }

    [Test]
    public void Dispose_BeforeItsTime_NeverCuts()
    {
        var patience = Create().Begin(300, CancellationToken.None);
        patience.Dispose();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(patience.HasRunOut, Is.False);
    }

    private int SecondsUntilCut(WatchTiming timing)
    {
        using var patience = timing.Begin(300, CancellationToken.None);
        var seconds = 0;
        while (!patience.HasRunOut)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
        }

        return seconds;
    }

    private WatchTiming Create(double random = 0) => new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(70), _time, () => random);
}
