using System.Collections.Concurrent;
using System.Threading.Channels;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Tests.Hosting;

/// <summary>What wakes a controller, and how its workers share the work.</summary>
[CancelAfter(20_000)]
public sealed class ControllerTests
{
    private FakeCluster _cluster = null!;

    [SetUp]
    public void CreateCluster()
    {
        _cluster = new FakeCluster().Install<Widget>().Install<V1ConfigMap>();
        _cluster.Put(Widget.Named("a"));
        _cluster.Put(Widget.Named("b"));
    }

    [TearDown]
    public void DisposeCluster() => _cluster.Dispose();

    [Test]
    public async Task Resource_AddedChangedAndDeleted_EachWakesIt(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(kube => kube.AddController<ScriptedReconciler, Widget>(), cancellationToken);
        _cluster.Put(Widget.Named("c"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("c"));
        _cluster.Put(Widget.Named("c", metadata => metadata.Generation = 2));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("c"));
        _cluster.Delete(Widget.Named("c"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("c"));
        Assert.That(rig.Get<Store<Widget>>().TryGet(new("default", "c"), out _), Is.False, "The store is not behind the queue.");
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Where_ChangeThatDoesNotMatter_Dropped(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.WhereAny(Predicates.GenerationChanged, Predicates.LabelsChanged)),
            cancellationToken);
        _cluster.Put(Widget.Named("a", metadata => metadata.Annotations = new Dictionary<string, string> { ["x"] = "y" }));
        _cluster.Put(Widget.Named("b", metadata => metadata.Labels = new Dictionary<string, string> { ["x"] = "y" }));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("b"), "Changes come in order: that of a was dropped.");
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Where_DropsAChangeWhileARequeueWaits_RequeueComesAtItsTime(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Where(Predicates.GenerationChanged)), cancellationToken);
        rig.Reconciler.Script = (_, _) => new(ReconcileResult.RequeueAfter(TimeSpan.FromMinutes(5)));
        _cluster.Put(Widget.Named("c"));
        await rig.Reconciler.NextAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Get<Controllers>().States.Single().Delayed == 3, cancellationToken);
        _cluster.Put(Widget.Named("c", metadata => metadata.Labels = new Dictionary<string, string> { ["x"] = "y" }));
        _cluster.Put(Widget.Named("d"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("d"), "Changes come in order: that of c was dropped.");
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Causes.Single().Kind, Is.EqualTo(ReconcileCauseKind.Requeue));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Where_PredicateThrows_ChangeIsNotLostAndItIsSaid(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller
                .Where(change => change.Old is null ? true : throw new InvalidOperationException("A predicate of a user."))),
            cancellationToken);
        _cluster.Put(Widget.Named("a", metadata => metadata.Generation = 2));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("a"), "What cannot be judged is looked at.");
        Assert.That(rig.Log.Where(record => record.Level == LogLevel.Error).Select(record => record.Message), Has.One.Matches<string>(message => message.Contains("default/a") && message.Contains("predicate")));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Owns_OwnedObjectChangesHands_WakesBothOwners(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Owns<V1ConfigMap>()), cancellationToken);
        _cluster.Put(OwnedBy("a"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key, Is.EqualTo(new NamespacedName("default", "a")));
        _cluster.Put(OwnedBy("b"));
        var woken = new[] { await rig.Reconciler.NextAsync(cancellationToken), await rig.Reconciler.NextAsync(cancellationToken) };
        Assert.That(woken.Select(request => request.Key.Name), Is.EquivalentTo(new[] { "a", "b" }));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Owns_ClusterScopedOwnerThatWhereDrops_IsWokenAllTheSame(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>().Install<V1ConfigMap>();
        cluster.Put(Widget.Named("wide", metadata => metadata.NamespaceProperty = null));
        using var rig = new HostRig(
            cluster, kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Where(_ => false).Owns<V1ConfigMap>()));
        await rig.Host.StartAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 302), cancellationToken);
        cluster.Put(OwnedBy("wide"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key, Is.EqualTo(new NamespacedName(string.Empty, "wide")));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Watches_MappedObject_WakesWhomTheFunctionNames(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Watches<V1ConfigMap>(
                change => [new("default", change.Resource.Data["widget"])],
                change => change.Key.Name != "ignored")),
            cancellationToken);
        _cluster.Put(Pointing("ignored", to: "a"));
        _cluster.Put(Pointing("pointer", to: "b"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("b"));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Watches_WithTheStoreAtHand_WakesThoseThatRefer(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Watches<V1ConfigMap>(
                (change, widgets) => widgets.List(change.Key.Namespace).Where(widget => widget.Metadata.Name == change.Key.Name).Select(NamespacedName.Of))),
            cancellationToken);
        _cluster.Put(Pointing("nobody", to: ""));
        _cluster.Put(Pointing("b", to: ""));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("b"));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task OwnsMetadata_OwnedObject_WakesItsOwnerAndKeepsMetadataAlone(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.OwnsMetadata(ResourceType.Of<V1ConfigMap>())), cancellationToken);
        _cluster.Put(OwnedBy("a"));
        var request = await rig.Reconciler.NextAsync(cancellationToken);
        Assert.That((request.Key.Name, request.Causes.Single().Source), Is.EqualTo(("a", "configmaps.v1")));
        Assert.That(rig.Get<SharedInformers>().States.Select(state => state.Name), Has.Some.Contains("configmaps"));
        Assert.That(rig.Host.Services.GetService(typeof(Store<V1ConfigMap>)), Is.Null);
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task WatchesMetadata_MappedObject_WakesWhomTheFunctionNames(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.WatchesMetadata(
                ResourceType.Of<V1ConfigMap>(), change => [new("default", change.Metadata.Labels["widget"])], change => change.Key.Name != "ignored")),
            cancellationToken);
        _cluster.Put(Labelled("ignored", "a"));
        _cluster.Put(Labelled("pointer", "b"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("b"));
        await rig.Host.StopAsync(cancellationToken);

        static V1ConfigMap Labelled(string name, string widget) =>
            new() { Metadata = new() { Name = name, NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["widget"] = widget } } };
    }

    [Test]
    public async Task WatchesChannel_KeysBeforeAndAfterTheStart_EachWakes(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<NamespacedName>();
        channel.Writer.TryWrite(new("default", "early"));
        using var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Where(_ => false).WatchesChannel("hooks", channel.Reader)));
        await rig.Host.StartAsync(cancellationToken);
        var early = await rig.Reconciler.NextAsync(cancellationToken);
        Assert.That((early.Key.Name, early.Causes.Single().ToString()), Is.EqualTo(("early", "Channel hooks")));
        channel.Writer.TryWrite(new("default", "late"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("late"));
        channel.Writer.Complete();
        await rig.Host.StopAsync(cancellationToken);
        Assert.That(rig.Log.Max(record => record.Level), Is.LessThan(LogLevel.Error), "A channel that is completed is no error.");
    }

    [Test]
    public async Task WatchesChannel_CompletedWithAnError_SaysSo(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<NamespacedName>();
        channel.Writer.Complete(new IOException("the broker is gone"));
        using var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.WatchesChannel("hooks", channel.Reader)));
        await rig.Host.StartAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 319), cancellationToken);
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Every_PeriodPasses_WakesWhomTheFunctionNamesAndGoesOnIfItThrows(CancellationToken cancellationToken)
    {
        var calls = 0;
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Every(
                "hourly", TimeSpan.FromHours(1), widgets => ++calls == 1 ? throw new InvalidOperationException("oh") : widgets.List().Select(NamespacedName.Of))),
            cancellationToken);
        rig.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(rig.Log.Select(record => record.Id.Id), Has.One.EqualTo(320));
        rig.Time.Advance(TimeSpan.FromHours(1));
        var woken = new[] { await rig.Reconciler.NextAsync(cancellationToken), await rig.Reconciler.NextAsync(cancellationToken) };
        Assert.That(woken.Select(request => $"{request.Key.Name}: {request.Causes.Single()}"), Is.EquivalentTo(new[] { "a: Timer hourly", "b: Timer hourly" }));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Watches_MappingThrows_SaysSoAndGoesOn(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Watches<V1ConfigMap>(change => [new("default", change.Resource.Data["widget"])])),
            cancellationToken);
        _cluster.Put(new V1ConfigMap { Metadata = new() { Name = "empty", NamespaceProperty = "default" } });
        _cluster.Put(Pointing("pointer", to: "b"));
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("b"));
        Assert.That(rig.Log.Single(record => record.Id.Id == 318).Message, Does.Contain("configmaps").And.Contain("default/empty"));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Exception_Reconcile_RetriedUntilItSucceeds(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(kube => kube.AddController<ScriptedReconciler, Widget>(), cancellationToken);
        rig.Reconciler.Script = (request, _) => request.Attempt < 4 ? throw new InvalidOperationException("oh") : new(ReconcileResult.Done);
        _cluster.Put(Widget.Named("c"));
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            var next = rig.Reconciler.NextAsync(cancellationToken);
            await rig.PassTimeUntilAsync(next, cancellationToken);
            Assert.That((await next).Attempt, Is.EqualTo(attempt));
        }

        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Workers_SeveralKeys_SideBySide(CancellationToken cancellationToken)
    {
        using var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.WithWorkers(2)));
        var end = new TaskCompletionSource<ReconcileResult>();
        rig.Reconciler.Script = (_, _) => new(end.Task);
        await rig.Host.StartAsync(cancellationToken);
        var keys = new[] { await rig.Reconciler.NextAsync(cancellationToken), await rig.Reconciler.NextAsync(cancellationToken) };
        Assert.That(keys.Select(request => request.Key.Name), Is.EquivalentTo(new[] { "a", "b" }), "The second begins while the first runs.");
        end.SetResult(ReconcileResult.Done);
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Workers_ManyChangesOfFewKeys_NeverTwoOfOneKeyAndTheLastChangeIsSeen(CancellationToken cancellationToken)
    {
        using var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.WithWorkers(8)));
        var store = rig.Get<Store<Widget>>();
        var running = new ConcurrentDictionary<NamespacedName, bool>();
        var seen = new ConcurrentDictionary<NamespacedName, string?>();
        var twice = 0;
        rig.Reconciler.Script = async (request, _) =>
        {
            twice += running.TryAdd(request.Key, true) ? 0 : 1;
            seen[request.Key] = store.TryGet(request.Key, out var widget) ? widget.Spec?.Size : null;
            await Task.Yield();
            running.TryRemove(request.Key, out var _);
            return ReconcileResult.Done;
        };
        await rig.Host.StartAsync(cancellationToken);
        for (var change = 0; change <= 500; change++)
        {
            var widget = Widget.Named($"w{change % 3}");
            widget.Spec = new() { Size = $"{change / 3}" };
            _cluster.Put(widget);
        }

        await rig.PassTimeUntilAsync(() => seen.Count(entry => entry.Value == "166") == 3, cancellationToken);
        await rig.Host.StopAsync(cancellationToken);
        Assert.That(twice, Is.Zero);
    }

    private static V1ConfigMap OwnedBy(string widget) => new()
    {
        Metadata = new()
        {
            Name = "owned",
            NamespaceProperty = "default",
            Uid = "uid-owned",
            OwnerReferences = [new() { ApiVersion = "test.kubecontroller.dev/v1", Kind = "Widget", Name = widget, Uid = $"uid-{widget}", Controller = true }],
        },
    };

    private static V1ConfigMap Pointing(string name, string to) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = "default", Uid = $"uid-{name}" },
        Data = new Dictionary<string, string> { ["widget"] = to },
    };

    /// <summary>A host that has reconciled both widgets once.</summary>
    private async Task<HostRig> StartAsync(Action<KubeControllerBuilder> add, CancellationToken cancellationToken)
    {
        var rig = new HostRig(_cluster, add);
        await rig.Host.StartAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        return rig;
    }
}
