using KubeController.Reconcilers.Running;

namespace KubeController.Reconcilers.Tests.Running;

/// <summary>When controllers may work.</summary>
[CancelAfter(10_000)]
public sealed class LeadershipTests
{
    private static readonly LeaderTerm First = new("me", 1, default);
    private static readonly LeaderTerm Second = new("me", 2, default);

    private CancellationTokenSource _stop = null!;
    private CancellationTokenSource _lost = null!;
    private Leadership _leadership = null!;

    [SetUp]
    public void Create()
    {
        _stop = new();
        _lost = new();
        _leadership = new(isElected: true);
    }

    [TearDown]
    public void DisposeAll()
    {
        _stop.Dispose();
        _lost.Dispose();
    }

    [Test]
    public async Task EnterAsync_NoElection_AtOnceAndWithoutATerm(CancellationToken cancellationToken)
    {
        var term = await new Leadership(isElected: false).EnterAsync(cancellationToken);
        Assert.That((term.Details, term.Lost.CanBeCanceled), Is.EqualTo(((LeaderTerm?)null, false)));
        term.Leave();
    }

    [Test]
    public async Task EnterAsync_NotElectedYet_WaitsForTheTerm(CancellationToken cancellationToken)
    {
        var entering = _leadership.EnterAsync(cancellationToken);
        Assert.That(entering.IsCompleted, Is.False);
        var leading = _leadership.LeadAsync(First, _stop.Token, _lost.Token);
        (await entering).Leave();
        await _lost.CancelAsync();
        await leading;
    }

    [Test]
    public async Task LeadAsync_TermIsLost_EndsWhenTheLastHasLeft(CancellationToken cancellationToken)
    {
        var leading = _leadership.LeadAsync(First, _stop.Token, _lost.Token);
        var (one, other) = (await _leadership.EnterAsync(cancellationToken), await _leadership.EnterAsync(cancellationToken));
        await _lost.CancelAsync();
        one.Leave();
        Assert.That(leading.IsCompleted, Is.False, "One still works: the lease must not be released.");
        other.Leave();
        await leading.WaitAsync(cancellationToken);
    }

    [Test]
    public async Task LeadAsync_Stopping_NoNewOnesAndThoseThatWorkGoOn(CancellationToken cancellationToken)
    {
        var leading = _leadership.LeadAsync(First, _stop.Token, _lost.Token);
        var working = await _leadership.EnterAsync(cancellationToken);
        await _stop.CancelAsync();
        Assert.That((leading.IsCompleted, working.Lost.IsCancellationRequested), Is.EqualTo((false, false)));
        working.Leave();
        await leading.WaitAsync(cancellationToken);
        Assert.That(_leadership.EnterAsync(cancellationToken).IsCompleted, Is.False);
    }

    [Test]
    public async Task EnterAsync_TermIsLostButNotOver_WaitsForTheNextOne(CancellationToken cancellationToken)
    {
        var leading = _leadership.LeadAsync(First, _stop.Token, _lost.Token);
        var working = await _leadership.EnterAsync(cancellationToken);
        await _lost.CancelAsync();
        var entering = _leadership.EnterAsync(cancellationToken);
        working.Leave();
        await leading.WaitAsync(cancellationToken);
        Assert.That(entering.IsCompleted, Is.False);

        using var lostToo = new CancellationTokenSource();
        var next = _leadership.LeadAsync(Second, _stop.Token, lostToo.Token);
        var term = await entering;
        Assert.That(term.Details, Is.SameAs(Second));
        term.Leave();
        await lostToo.CancelAsync();
        await next.WaitAsync(cancellationToken);
    }
}
