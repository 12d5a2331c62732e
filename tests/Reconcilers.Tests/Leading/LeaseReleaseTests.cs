namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>How a lease is given back.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LeaseReleaseTests
{
    private Simulation _simulation = null!;

    [SetUp]
    public async Task StartAsync() => _simulation = await Simulation.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _simulation.DisposeAsync();

    [Test]
    public async Task Release_LeaseWasChangedMeanwhile_ReadAgainAndReleased()
    {
        var a = Leader();
        await _simulation.ChangeLeaseAsync(lease => lease.Metadata.Labels = new Dictionary<string, string> { ["x"] = "y" });
        await StopAsync(a, TimeSpan.FromSeconds(1));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.Empty);
        Assert.That(a.Link.Requests, Is.EqualTo(new[] { "PUT 409", "GET 200", "PUT 200" }));
    }

    [Test]
    public async Task Release_AnswerLost_LeaseIsReadAndNotWrittenAgain()
    {
        var a = Leader();
        var puts = 0;
        a.Link.Faults = request => new() { AnswerLost = request.Method == HttpMethod.Put && puts++ == 0 };
        await StopAsync(a, TimeSpan.FromSeconds(2));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.Empty);
        Assert.That(a.Link.Requests.Count(request => request == "PUT 200"), Is.Zero);
    }

    [Test]
    public async Task Release_LeaseIsAnothersByNow_LeftAlone()
    {
        var a = Leader();
        await _simulation.ChangeLeaseAsync(lease => (lease.Spec.HolderIdentity, lease.Spec.LeaseTransitions) = ("b", 2));
        await StopAsync(a, TimeSpan.FromSeconds(1));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.EqualTo("b"));
    }

    [Test]
    public async Task Release_FailsForGood_GivenUpAtTheDeadlineAndSaid()
    {
        var a = Leader();
        a.Link.Faults = _ => new() { Status = 500 };
        await StopAsync(a, TimeSpan.FromSeconds(10.1));
        Assert.That((a.LogCount(335), a.LogCount(336)), Is.EqualTo((1, 1)));
        Assert.That(a.Elector.IsLeader, Is.False);
    }

    [Test]
    public async Task Release_RequestHangs_CancelledAndTriedAgain()
    {
        var a = Leader();
        var puts = 0;
        a.Link.Faults = request => new() { Before = request.Method == HttpMethod.Put && puts++ == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(1) };
        await StopAsync(a, TimeSpan.FromSeconds(6));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.Empty);
    }

    [Test]
    public async Task Release_RenewalIsUnderWay_CancelledAndReleasedAtOnce()
    {
        var a = Leader();
        a.Link.Faults = request => new() { Before = request.Method == HttpMethod.Put ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(1) };
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        a.Link.Faults = _ => new();
        await StopAsync(a, TimeSpan.FromSeconds(0.1));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.Empty);
    }

    [Test]
    public async Task Release_NotWanted_LeaseStays()
    {
        var a = Leader(options => options.ReleaseOnStop = false);
        await StopAsync(a, TimeSpan.FromSeconds(0.1));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.EqualTo("a"));
        Assert.That(a.Elector.IsLeader, Is.False);
    }

    [Test]
    public async Task Release_TermWasLostJustBefore_LeaseIsGivenBackWhenItCanBe()
    {
        var a = Leader();
        a.Drain = TimeSpan.FromSeconds(12);
        a.Link.Faults = _ => new() { Refused = true };
        _simulation.RunUntil(() => !a.IsActing);
        a.Stop();
        a.Link.Faults = _ => new();
        _simulation.RunUntil(() => a.Running.IsCompletedSuccessfully);
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.Empty);
    }

    private Replica Leader(Action<LeaderElectionOptions>? configure = null)
    {
        var a = _simulation.Add("a", configure).Run();
        _simulation.RunUntil(() => a.Inside is not null);
        a.Link.Requests.Clear();
        return a;
    }

    private async Task StopAsync(Replica replica, TimeSpan limit)
    {
        replica.Stop();
        _simulation.RunUntil(() => replica.Running.IsCompleted, limit);
        await replica.Running;
    }
}
