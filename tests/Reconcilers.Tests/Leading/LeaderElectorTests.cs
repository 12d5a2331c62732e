namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>Who leads, and when.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LeaderElectorTests
{
    private Simulation _simulation = null!;

    [SetUp]
    public async Task StartAsync() => _simulation = await Simulation.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _simulation.DisposeAsync();

    [Test]
    public async Task Run_NoLease_CreatesItAndLeads()
    {
        var a = _simulation.Add("a", options => options.Labels["app"] = "op").Run();
        var took = _simulation.RunUntil(() => a.Inside is not null);
        var lease = await _simulation.LeaseAsync();
        Assert.That(took, Is.LessThan(TimeSpan.FromMilliseconds(10)));
        Assert.That((lease!.Spec.HolderIdentity, lease.Spec.LeaseDurationSeconds, lease.Spec.LeaseTransitions), Is.EqualTo(("a", 15, 1)));
        Assert.That(lease.Metadata.Labels["app"], Is.EqualTo("op"));
        Assert.That(a.Inside, Is.EqualTo(new LeaderTerm("a", 1, a.Inside!.StartedAt)));
        Assert.That((a.Elector.IsLeader, a.Elector.Holder, a.Elector.LastError), Is.EqualTo((true, "a", (Exception?)null)));
        Assert.That(a.Link.Bodies[0], Does.Match("\"renewTime\":\"2026-01-01T00:00:00\\.\\d{6}Z\""), "A MicroTime, or the server refuses it.");
    }

    [Test]
    public void Run_Leads_RenewsByOneRequestEachPeriod()
    {
        var a = _simulation.Add("a").Run();
        _simulation.RunUntil(() => a.Inside is not null);
        a.Link.Requests.Clear();
        _simulation.RunFor(TimeSpan.FromSeconds(61));
        Assert.That(a.Link.Requests, Is.EqualTo(Enumerable.Repeat("PUT 200", 30)));
        Assert.That(a.Terms, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_LeaseOfNobody_LeadsAtOnceInTheNextTerm()
    {
        await _simulation.ChangeLeaseAsync(lease => lease.Spec = new() { HolderIdentity = "", LeaseTransitions = 7, LeaseDurationSeconds = 1 });
        var a = _simulation.Add("a").Run();
        Assert.That(_simulation.RunUntil(() => a.Inside is not null), Is.LessThan(TimeSpan.FromMilliseconds(10)));
        Assert.That(a.Inside!.FencingToken, Is.EqualTo(8));
    }

    [Test]
    public async Task Run_LeaseOfADeadOne_WaitsForAsLongAsThatLeaseSaysFromWhenItWasSeen()
    {
        // What the other's clock says does not matter: neither that it renewed long ago, nor that it will in future.
        await _simulation.ChangeLeaseAsync(lease => lease.Spec = new()
        {
            HolderIdentity = "dead",
            LeaseTransitions = 3,
            LeaseDurationSeconds = 40,
            RenewTime = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        });
        var a = _simulation.Add("a").Run();
        var took = _simulation.RunUntil(() => a.Inside is not null);
        Assert.That(took, Is.InRange(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40.1)));
        Assert.That(a.Inside!.FencingToken, Is.EqualTo(4));
    }

    [Test]
    public async Task Run_LeaseOfTheSameIdentityInAnotherLife_NotTakenBeforeItHasExpired()
    {
        await _simulation.ChangeLeaseAsync(lease => lease.Spec = new() { HolderIdentity = "a", LeaseTransitions = 3, LeaseDurationSeconds = 15 });
        var a = _simulation.Add("a").Run();
        Assert.That(_simulation.RunUntil(() => a.Inside is not null), Is.InRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15.1)));
    }

    [Test]
    public void Run_TwoOfTheSameIdentity_OnlyOneLeads()
    {
        var (a, b) = (_simulation.Add("x").Run(), _simulation.Add("x").Run());
        _simulation.Invariant = () => Assert.That(_simulation.Replicas.Count(replica => replica.IsActing), Is.LessThan(2));
        _simulation.RunFor(TimeSpan.FromMinutes(2));
        Assert.That(a.Terms.Count + b.Terms.Count, Is.EqualTo(1));
    }

    [Test]
    public void Run_AnotherLeads_NeverLeadsAndAsksForNothing()
    {
        var (a, b) = LeaderAndStandby();
        _simulation.RunFor(TimeSpan.FromSeconds(10));
        b.Link.Requests.Clear();
        _simulation.RunFor(TimeSpan.FromMinutes(5));
        Assert.That((a.Terms.Count, b.Terms.Count, b.Elector.IsLeader, b.Elector.Holder), Is.EqualTo((1, 0, false, "a")));
        Assert.That(b.Link.Requests, Is.Empty, "The watch tells.");
    }

    [Test]
    public void Stop_Leads_StandbyLeadsWithinASecond()
    {
        var (a, b) = LeaderAndStandby();
        a.Stop();
        var took = _simulation.RunUntil(() => b.Inside is not null);
        Assert.That(took, Is.LessThan(TimeSpan.FromMilliseconds(50)));
        Assert.That((a.Running.IsCompletedSuccessfully, a.Elector.IsLeader, b.Inside!.FencingToken), Is.EqualTo((true, false, 2L)));
        Assert.That(b.Elector.Holder, Is.EqualTo("b"));
    }

    [Test]
    public void Stop_StandbyMayNotWatch_LeadsWithinARetryPeriod()
    {
        var (a, b) = LeaderAndStandby(mayWatch: false);
        _simulation.RunFor(TimeSpan.FromSeconds(31));
        a.Stop();
        Assert.That(_simulation.RunUntil(() => b.Inside is not null), Is.LessThan(TimeSpan.FromSeconds(2.5)));
        Assert.That(b.LogCount(339), Is.EqualTo(1), "Said once.");
        Assert.That(b.Elector.LastError, Is.Null, "It works without.");
    }

    [Test]
    public void Stop_WatchOfTheStandbyIsDeadInSilence_LeadsWithinTwoRetryPeriods()
    {
        var (a, b) = LeaderAndStandby();
        _simulation.RunFor(TimeSpan.FromSeconds(10));
        b.Link.SilenceWatches();
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        a.Stop();
        Assert.That(_simulation.RunUntil(() => b.Inside is not null), Is.LessThan(TimeSpan.FromSeconds(4.1)));
    }

    [Test]
    public void Stop_WatchWasCut_BegunAgain()
    {
        var (a, b) = LeaderAndStandby();
        b.Link.CutWatches();
        _simulation.RunFor(TimeSpan.FromSeconds(5));
        a.Stop();
        Assert.That(_simulation.RunUntil(() => b.Inside is not null), Is.LessThan(TimeSpan.FromMilliseconds(50)));
    }

    [Test]
    public void Crash_StandbyLeadsOneLeaseDurationAfterTheLastRenewal()
    {
        var (a, b) = LeaderAndStandby();
        var renewedAt = TimeSpan.Zero;
        a.Link.Committed = _ => renewedAt = _simulation.Time.Elapsed;
        _simulation.RunFor(TimeSpan.FromSeconds(21));
        a.Pause();
        _simulation.RunUntil(() => b.Inside is not null);
        Assert.That(_simulation.Time.Elapsed - renewedAt, Is.InRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15.05)));
    }

    [Test]
    public void Stop_WorkTakesItsTimeToEnd_LeaseIsRenewedUntilThen()
    {
        var (a, b) = LeaderAndStandby();
        a.Drain = TimeSpan.FromSeconds(60);
        a.Stop();
        _simulation.RunFor(TimeSpan.FromSeconds(59));
        Assert.That((a.IsActing, a.Elector.IsLeader, b.Terms.Count), Is.EqualTo((true, true, 0)));
        Assert.That(_simulation.RunUntil(() => b.Inside is not null), Is.LessThan(TimeSpan.FromSeconds(1.1)));
        Assert.That(a.Running.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void Stop_StandsBy_EndsAtOnceAndNeverLeads()
    {
        var (a, b) = LeaderAndStandby();
        b.Stop();
        Assert.That(_simulation.RunUntil(() => b.Running.IsCompletedSuccessfully), Is.EqualTo(TimeSpan.Zero));
        a.Stop();
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.That(b.Terms, Is.Empty);
    }

    [Test]
    public async Task Stop_ClaimIsNotAnsweredYet_DoesNotLeadAndReleasesWhatItMayHaveGot()
    {
        var a = _simulation.Add("a");
        a.Link.Faults = request => new() { After = TimeSpan.FromSeconds(request.Method == HttpMethod.Post ? 3 : 0.001), Outlives = true };
        a.Run();
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.EqualTo("a"));
        a.Stop();
        Assert.That(_simulation.RunUntil(() => a.Running.IsCompletedSuccessfully), Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(a.Terms, Is.Empty);
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.Empty);
    }

    [Test]
    public async Task Work_EndsByItself_LeaseReleasedAndRunEnds()
    {
        var a = _simulation.Add("a");
        a.Lead = (_, cancellationToken) => Task.Delay(TimeSpan.FromSeconds(5), a.Time, cancellationToken);
        a.Run();
        _simulation.RunUntil(() => a.Running.IsCompletedSuccessfully, TimeSpan.FromSeconds(5.1));
        Assert.That((await _simulation.LeaseAsync())!.Spec, Has.Property("HolderIdentity").Empty.And.Property("LeaseDurationSeconds").EqualTo(1).And.Property("LeaseTransitions").EqualTo(1));
        Assert.That(a.Elector.IsLeader, Is.False);
    }

    [Test]
    public async Task Work_Throws_LeaseReleasedAndRunThrowsIt()
    {
        var a = _simulation.Add("a");
        a.Lead = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5), a.Time, cancellationToken);
            throw new InvalidTimeZoneException("of the work");
        };
        a.Run();
        _simulation.RunUntil(() => a.Running.IsCompleted, TimeSpan.FromSeconds(5.1));
        Assert.That(a.Running.Exception?.InnerException, Is.TypeOf<InvalidTimeZoneException>());
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.Empty);
        a.Lead = (_, _) => Task.CompletedTask;
        a.Run();
        _simulation.RunUntil(() => a.Running.IsCompletedSuccessfully, TimeSpan.FromSeconds(1));
        Assert.That(a.Terms.Select(term => term.FencingToken), Is.EqualTo(new[] { 1, 2 }), "It can be run again, and no two terms share a token.");
    }

    [Test]
    public void Run_RunsAlready_Refused()
    {
        var a = _simulation.Add("a").Run();
        _simulation.RunUntil(() => a.Inside is not null);
        Assert.That(() => a.Elector.RunAsync((_, _) => Task.CompletedTask, CancellationToken.None), Throws.InvalidOperationException.With.Message.EqualTo(
            "The elector of lease 'default/op' runs already. One runs at a time; make another for another lease."));
    }

    [Test]
    public void Clocks_OnTheWallAreYearsApart_NothingChanges()
    {
        var (a, b) = LeaderAndStandby();
        a.Time.Error = TimeSpan.FromDays(-4000);
        b.Time.Error = TimeSpan.FromDays(4000);
        _simulation.RunFor(TimeSpan.FromMinutes(2));
        a.Time.Error = TimeSpan.FromDays(4000);
        _simulation.RunFor(TimeSpan.FromMinutes(2));
        Assert.That((a.Terms.Count, b.Terms.Count), Is.EqualTo((1, 0)));
        a.Stop();
        Assert.That(_simulation.RunUntil(() => b.Inside is not null), Is.LessThan(TimeSpan.FromMilliseconds(50)));
    }

    private (Replica Leader, Replica Standby) LeaderAndStandby(bool mayWatch = true)
    {
        var a = _simulation.Add("a").Run();
        _simulation.RunUntil(() => a.Inside is not null);
        var b = _simulation.Add("b");
        b.Link.Faults = request => new() { Status = !mayWatch && request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal) ? 403 : null };
        b.Run();
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        return (a, b);
    }
}
