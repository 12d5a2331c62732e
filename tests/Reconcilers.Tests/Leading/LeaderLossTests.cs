namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>What ends a term, what does not, and what comes after.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LeaderLossTests
{
    private Simulation _simulation = null!;
    private Replica _a = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _simulation = await Simulation.StartAsync();
        _a = _simulation.Add("a").Run();
        _simulation.RunUntil(() => _a.Inside is not null);
    }

    [TearDown]
    public async Task StopAsync() => await _simulation.DisposeAsync();

    private static IEnumerable<TestCaseData> Passing =>
    [
        new TestCaseData(new LinkFault { Refused = true }).SetArgDisplayNames("refused"),
        new TestCaseData(new LinkFault { RequestLost = true }).SetArgDisplayNames("request lost"),
        new TestCaseData(new LinkFault { AnswerLost = true }).SetArgDisplayNames("answer lost"),
        new TestCaseData(new LinkFault { Status = 500 }).SetArgDisplayNames("500"),
        new TestCaseData(new LinkFault { Status = 409 }).SetArgDisplayNames("409"),
        new TestCaseData(new LinkFault { Status = 403 }).SetArgDisplayNames("403"),
        new TestCaseData(new LinkFault { Before = TimeSpan.FromHours(1) }).SetArgDisplayNames("hangs"),
        new TestCaseData(new LinkFault { After = TimeSpan.FromHours(1) }).SetArgDisplayNames("answer hangs"),
    ];

    [TestCaseSource(nameof(Passing))]
    public void Renewal_FailsForAWhile_TermGoesOn(LinkFault fault)
    {
        var end = _simulation.Time.Elapsed + TimeSpan.FromSeconds(4);
        _a.Link.Faults = _ => _simulation.Time.Elapsed < end ? fault : new();
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.That((_a.Terms.Count, _a.IsActing, _a.Elector.IsLeader, _a.Elector.LastError), Is.EqualTo((1, true, true, (Exception?)null)));
    }

    [TestCaseSource(nameof(Passing))]
    public void Renewal_FailsForGood_TermEndsAtTheDeadlineAndItStandsAgain(LinkFault fault)
    {
        var began = TimeSpan.Zero;
        _a.Link.Faults = request =>
        {
            began = request.Method == HttpMethod.Put ? _simulation.Time.Elapsed : began;
            return new();
        };
        _simulation.RunFor(TimeSpan.FromSeconds(21));
        _a.Link.Faults = _ => fault;
        _simulation.RunUntil(() => !_a.IsActing);
        Assert.That(_simulation.Time.Elapsed - began, Is.EqualTo(TimeSpan.FromSeconds(10)).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(_a.Elector.IsLeader, Is.False);
        Assert.That(_a.LogCount(332), Is.EqualTo(1));

        _simulation.RunFor(TimeSpan.FromMinutes(1));
        _a.Link.Faults = _ => new();
        _simulation.RunUntil(() => _a.IsActing, TimeSpan.FromSeconds(20));
        Assert.That(_a.Terms.Select(term => term.FencingToken), Is.Ordered.Ascending.And.Unique);
        Assert.That(_a.Terms, Has.Count.EqualTo(2));
        Assert.That(_a.Running.IsCompleted, Is.False);
    }

    [Test]
    public void Renewal_ConflictsForAWhile_NoAttemptAfterTheEndOfTheTermRetakesTheLease()
    {
        // The defect of another elector: it stopped at its deadline, and the renewal that it had left alone took the lease again.
        var b = _simulation.Add("b").Run();
        _simulation.RunFor(TimeSpan.FromSeconds(5));
        var writes = 0;
        _a.Link.Faults = request => new() { Status = request.Method == HttpMethod.Put ? 409 : null };
        _a.Link.Committed = _ => writes++;
        _simulation.RunUntil(() => !_a.Elector.IsLeader);
        _a.Link.Faults = _ => new();
        _simulation.RunUntil(() => b.IsActing || _a.IsActing);
        Assert.That(_a.Elector.IsLeader, Is.EqualTo(_a.IsActing), "Who does not work does not say that it leads.");
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.That(_simulation.Replicas.Count(replica => replica.IsActing), Is.EqualTo(1));
        Assert.That(writes, b.IsActing ? Is.Zero : Is.Positive);
    }

    [TestCase(12, TestName = "Renewal_ArrivesAfterTheEndOfTheTerm_IsNoTerm(before another has taken over)")]
    [TestCase(40, TestName = "Renewal_ArrivesAfterTheEndOfTheTerm_IsNoTerm(after another has taken over)")]
    public async Task Renewal_ArrivesAfterTheEndOfTheTerm_IsNoTerm(int seconds)
    {
        var b = _simulation.Add("b").Run();
        _simulation.RunFor(TimeSpan.FromSeconds(5));
        _simulation.Invariant = () => Assert.That(_simulation.Replicas.Count(replica => replica.IsActing), Is.LessThan(2));
        _a.Link.Faults = _ => new() { Before = TimeSpan.FromSeconds(seconds), Outlives = true };
        _simulation.RunUntil(() => !_a.IsActing);
        _a.Link.Faults = _ => new() { Refused = true };
        Assert.That(_a.Elector.IsLeader, Is.False);
        _simulation.RunUntil(() => b.IsActing);
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.That((_a.Elector.IsLeader, _a.Terms.Count, b.IsActing, b.Terms.Count), Is.EqualTo((false, 1, true, 1)));
        Assert.That((await _simulation.LeaseAsync())!.Spec.HolderIdentity, Is.EqualTo("b"));
    }

    [Test]
    public void IsLeader_NothingRanSinceTheDeadline_IsFalse()
    {
        _a.Pause();
        _simulation.RunFor(TimeSpan.FromSeconds(9.9));
        Assert.That((_a.Elector.IsLeader, _a.Inside is not null), Is.EqualTo((true, true)));
        _simulation.RunFor(TimeSpan.FromSeconds(0.2));
        Assert.That((_a.Elector.IsLeader, _a.Inside is not null), Is.EqualTo((false, true)), "No timer has fired, and no code has run.");
    }

    [Test]
    public void Claim_AnswerComesAfterALongPause_DoesNotLeadByIt()
    {
        _a.Stop();
        _simulation.RunUntil(() => _a.Running.IsCompleted);
        var b = _simulation.Add("b");
        b.Link.Faults = request => new() { After = TimeSpan.FromSeconds(request.Method == HttpMethod.Put ? 1 : 0.001) };
        b.Run();
        _simulation.RunFor(TimeSpan.FromSeconds(0.5));
        b.Pause();
        _simulation.RunFor(TimeSpan.FromSeconds(12));
        b.Link.Faults = _ => new() { Refused = true };
        b.Resume();
        _simulation.RunFor(TimeSpan.FromSeconds(5));
        Assert.That(b.Terms, Is.Empty);
        b.Link.Faults = _ => new();
        _simulation.RunUntil(() => b.IsActing, TimeSpan.FromSeconds(5));
        Assert.That(b.Inside!.FencingToken, Is.EqualTo(3), "The claim that was not used has used up a token.");
    }

    [Test]
    public async Task Lease_TakenByAnother_TermEndsWithTheNextRenewal()
    {
        await _simulation.ChangeLeaseAsync(lease => (lease.Spec.HolderIdentity, lease.Spec.LeaseTransitions) = ("thief", 2));
        Assert.That(_simulation.RunUntil(() => _a.Inside is null), Is.LessThan(TimeSpan.FromSeconds(2.5)));
        Assert.That((_a.Elector.IsLeader, _a.Elector.Holder, _a.LogCount(333)), Is.EqualTo((false, "thief", 1)));
        Assert.That(_simulation.RunUntil(() => _a.IsActing), Is.GreaterThan(TimeSpan.FromSeconds(14)));
        Assert.That(_a.Inside!.FencingToken, Is.EqualTo(3));
    }

    [Test]
    public async Task Lease_TakenByAnotherOfTheSameIdentity_TermEndsWithTheNextRenewal()
    {
        await _simulation.ChangeLeaseAsync(lease => lease.Spec.LeaseTransitions = 2);
        Assert.That(_simulation.RunUntil(() => _a.Inside is null), Is.LessThan(TimeSpan.FromSeconds(2.5)));
    }

    [Test]
    public async Task Lease_OthersChangeItsMetadata_TermGoesOnAndTheirsStays()
    {
        await _simulation.ChangeLeaseAsync(lease => lease.Metadata.Annotations = new Dictionary<string, string> { ["example.com/note"] = "kept" });
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        Assert.That((await _simulation.LeaseAsync())!.Metadata.Annotations["example.com/note"], Is.EqualTo("kept"));
        Assert.That((_a.IsActing, _a.Terms.Count), Is.EqualTo((true, 1)));
        Assert.That(_a.Link.Requests.Count(request => request == "PUT 409"), Is.EqualTo(1));
    }

    [Test]
    public async Task Lease_Deleted_NobodyLeadsBeforeTheLeaderKnowsAndTokensGrowOn()
    {
        var b = _simulation.Add("b").Run();
        _simulation.RunFor(TimeSpan.FromSeconds(5));
        _simulation.Invariant = () => Assert.That(_simulation.Replicas.Count(replica => replica.IsActing), Is.LessThan(2));
        await _simulation.DeleteLeaseAsync();
        _simulation.RunUntil(() => _a.Inside is null);
        _simulation.RunUntil(() => _a.IsActing || b.IsActing);
        Assert.That((_a.Inside ?? b.Inside)!.FencingToken, Is.EqualTo(2));
    }

    [Test]
    public void Work_DoesNotHeedItsToken_NoNewTermBeforeItHasEnded()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var b = _simulation.Add("b");
        b.Lead = (_, _) => end.Task;
        _a.Stop();
        b.Run();
        _simulation.RunUntil(() => b.IsActing);
        b.Link.Faults = _ => new() { Refused = true };
        _simulation.RunUntil(() => !b.IsActing);
        b.Link.Faults = _ => new();
        b.Link.Requests.Clear();
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.That((b.Elector.IsLeader, b.Terms.Count, b.Link.Requests.Count), Is.EqualTo((false, 1, 0)));
        end.SetResult();
        _simulation.RunUntil(() => b.Terms.Count == 2, TimeSpan.FromSeconds(1));
    }
}
