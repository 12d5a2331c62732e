using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Tests.Hosting;

/// <summary>Controllers that come and go while the host runs.</summary>
[CancelAfter(20_000)]
public sealed class ControllersTests
{
    private FakeCluster _cluster = null!;

    [SetUp]
    public void CreateCluster()
    {
        _cluster = new FakeCluster().Install<Widget>().Install<V1ConfigMap>();
        _cluster.Put(Widget.Named("a"));
    }

    [TearDown]
    public void DisposeCluster() => _cluster.Dispose();

    [Test]
    public async Task AddAsync_WhileTheHostRuns_ReconcilesWhatIsThereAndWhatComes(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(cancellationToken);
        var late = new ScriptedReconciler();
        Store<Widget>? store = null;
        await rig.Get<Controllers>().AddAsync<Widget>(
            widgets =>
            {
                store = widgets;
                return late;
            },
            controller => controller.Named("late").Owns<V1ConfigMap>());
        Assert.That((await late.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("a"));
        Assert.That(store!.Contains(new("default", "a")), Is.True, "It is the store of an informer that has listed.");
        _cluster.Put(Widget.Named("b"));
        Assert.That((await late.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("b"));
        Assert.That(rig.Get<Controllers>().States.Select(state => (state.Name, state.Phase)), Is.EqualTo(new[] { ("late", ControllerPhase.Working) }));
        await rig.Host.StopAsync(cancellationToken);
        Assert.That(rig.Get<Controllers>().States.Single().Phase, Is.EqualTo(ControllerPhase.Stopped));
    }

    [Test]
    public async Task RemoveAsync_ReconcileRuns_WaitsForItAndStopsWhatNobodyElseUses(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(cancellationToken);
        var end = new TaskCompletionSource<ReconcileResult>();
        var late = new ScriptedReconciler { Script = (_, _) => new(end.Task) };
        await rig.Get<Controllers>().AddAsync<Widget>(_ => late);
        await late.NextAsync(cancellationToken);
        Assert.That(rig.Get<SharedInformers>().States, Has.Count.EqualTo(1));

        var removing = rig.Get<Controllers>().RemoveAsync("widget");
        Assert.That(removing.IsCompleted, Is.False, "Its reconcile runs.");
        end.SetResult(ReconcileResult.Done);
        Assert.That(await removing, Is.True);
        Assert.That(rig.Get<SharedInformers>().States, Is.Empty);
        Assert.That(rig.Get<Controllers>().States, Is.Empty);
        Assert.That(await rig.Get<Controllers>().RemoveAsync("widget"), Is.False);

        await rig.Get<Controllers>().AddAsync<Widget>(_ => late);
        Assert.That((await late.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("a"), "And it may come back.");
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task AddAsync_NameIsTakenOrNoReconciler_RefusedAndNothingStaysBehind(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(cancellationToken);
        await rig.Get<Controllers>().AddAsync<Widget>(_ => new ScriptedReconciler());
        Assert.That(
            () => rig.Get<Controllers>().AddAsync<V1ConfigMap>(_ => throw new NotSupportedException("a user's"), controller => controller.Named("other")),
            Throws.InstanceOf<NotSupportedException>());
        Assert.That(
            () => rig.Get<Controllers>().AddAsync<Widget>(_ => new ScriptedReconciler()), Throws.ArgumentException.With.Message.Contains("named 'widget'"));
        Assert.That(rig.Get<Controllers>().States, Has.Count.EqualTo(1));
        Assert.That(rig.Get<SharedInformers>().States.Single().Name, Does.Contain("widgets"), "What was lent for those refused is given back.");
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task AddAsync_OptionsNotValid_Refused(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(cancellationToken);
        Assert.That(
            () => rig.Get<Controllers>().AddAsync<Widget>(_ => new ScriptedReconciler(), controller => controller.WithWorkers(0)),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Workers"));
        Assert.That(rig.Get<SharedInformers>().States, Is.Empty);
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task AddAsync_HostDoesNotRun_Refused(CancellationToken cancellationToken)
    {
        using var rig = new HostRig(_cluster, _ => { });
        Assert.That(() => rig.Get<Controllers>().AddAsync<Widget>(_ => new ScriptedReconciler()), Throws.InvalidOperationException.With.Message.Contains("while the host runs"));
        await rig.Host.StartAsync(cancellationToken);
        await rig.Host.StopAsync(cancellationToken);
        Assert.That(() => rig.Get<Controllers>().AddAsync<Widget>(_ => new ScriptedReconciler()), Throws.InvalidOperationException);
    }

    [Test]
    public async Task States_ReconcileRuns_TellsWhichAndWhy(CancellationToken cancellationToken)
    {
        using var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>());
        var end = new TaskCompletionSource<ReconcileResult>();
        rig.Reconciler.Script = (_, _) => new(end.Task);
        await rig.Host.StartAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        var running = rig.Get<Controllers>().States.Single().Running.Single();
        Assert.That(running.Request.Key, Is.EqualTo(new NamespacedName("default", "a")));
        Assert.That(running.Request.Causes.Single().Kind, Is.EqualTo(ReconcileCauseKind.Listed));
        end.SetResult(ReconcileResult.Done);
        await rig.Host.StopAsync(cancellationToken);
    }

    private async Task<HostRig> StartAsync(CancellationToken cancellationToken)
    {
        var rig = new HostRig(_cluster, _ => { });
        await rig.Host.StartAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 300), cancellationToken);
        return rig;
    }
}
