using KubeController.Informers;
using KubeController.Reconcilers.Running;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KubeController.Reconcilers.Tests.Hosting;

/// <summary>Controllers that work while they are elected, and how they change over.</summary>
[CancelAfter(20_000)]
public sealed class ElectedControllersTests
{
    private FakeCluster _cluster = null!;
    private ScriptedElection _election = null!;
    private HostRig _rig = null!;

    [SetUp]
    public void CreateRig()
    {
        _cluster = new FakeCluster().Install<Widget>();
        _cluster.Put(Widget.Named("a"));
        _election = new();
        _rig = new(_cluster, kube =>
        {
            kube.AddController<ScriptedReconciler, Widget>();
            kube.Services.AddSingleton<Election>(_election.RunAsync);
        });
    }

    [TearDown]
    public void DisposeRig()
    {
        _rig.Dispose();
        _cluster.Dispose();
    }

    [Test]
    public async Task Start_NotElected_CachesAreWarmAndNothingIsReconciled(CancellationToken cancellationToken)
    {
        await _rig.Host.StartAsync(cancellationToken);
        await _rig.PassTimeUntilAsync(() => State.Phase is ControllerPhase.Standby, cancellationToken);
        Assert.That((_rig.Get<Store<Widget>>().Count, State.Ready, _rig.Reconciler.Untold), Is.EqualTo((1, 1, 0)));
        await _rig.Host.StopAsync(cancellationToken);
        Assert.That(_rig.Reconciler.Untold, Is.Zero);
    }

    [Test]
    public async Task Start_NotListedYet_DoesNotStandForElection(CancellationToken cancellationToken)
    {
        var list = new TaskCompletionSource();
        _cluster.BeforeList = _ => list.Task;
        await _rig.Host.StartAsync(cancellationToken);
        for (var i = 0; i < 100; i++)
        {
            _rig.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.That(_election.Stands.IsCompleted, Is.False);
        list.SetResult();
        await _rig.PassTimeUntilAsync(_election.Stands, cancellationToken);
        await _rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Elected_TermIsLost_WorkCancelledAndTheKeyComesInTheNextTerm(CancellationToken cancellationToken)
    {
        var isCancelled = new TaskCompletionSource();
        _rig.Reconciler.Script = (request, token) => request.Term!.FencingToken > 1 ? new(ReconcileResult.Done) : HangAsync(token);
        await _rig.Host.StartAsync(cancellationToken);
        var first = _election.Elect(1);
        Assert.That((await _rig.Reconciler.NextAsync(cancellationToken)).Term!.FencingToken, Is.EqualTo(1));
        await first.LoseAsync();
        await isCancelled.Task.WaitAsync(cancellationToken);
        await first.Over.WaitAsync(cancellationToken);
        Assert.That(State.Phase, Is.EqualTo(ControllerPhase.Standby).Or.EqualTo(ControllerPhase.Working));

        _election.Elect(2);
        var again = await _rig.Reconciler.NextAsync(cancellationToken);
        Assert.That((again.Key.Name, again.Attempt, again.Term!.FencingToken), Is.EqualTo(("a", 1, 2L)), "To be cancelled is no failure.");
        await _rig.Host.StopAsync(cancellationToken);

        async ValueTask<ReconcileResult> HangAsync(CancellationToken token)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                isCancelled.SetResult();
            }

            return ReconcileResult.Done;
        }
    }

    [Test]
    public async Task Stop_ReconcileRuns_TermIsOverWhenItHasEnded(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource<ReconcileResult>();
        _rig.Reconciler.Script = (_, _) => new(end.Task);
        await _rig.Host.StartAsync(cancellationToken);
        var term = _election.Elect(1);
        await _rig.Reconciler.NextAsync(cancellationToken);
        var stopping = _rig.Host.StopAsync(cancellationToken);
        Assert.That((term.Over.IsCompleted, stopping.IsCompleted), Is.EqualTo((false, false)), "The lease must be held until the last reconcile has ended.");
        end.SetResult(ReconcileResult.Done);
        await term.Over.WaitAsync(cancellationToken);
        await stopping;
    }

    private ControllerState State => _rig.Get<Controllers>().States.Single();
}
