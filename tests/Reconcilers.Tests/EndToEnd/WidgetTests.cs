using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeController.Reconcilers.Tests.EndToEnd;

/// <summary>Whole controllers against the embedded API server.</summary>
[CancelAfter(30_000)]
public sealed class WidgetTests
{
    private WidgetCluster _cluster = null!;

    [SetUp]
    public async Task StartClusterAsync() => _cluster = await WidgetCluster.StartAsync(CancellationToken.None);

    [TearDown]
    public async Task StopClusterAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task Run_ResourceAppearsAndChanges_OwnedObjectFollows(CancellationToken cancellationToken)
    {
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        using var host = _cluster.CreateHost();
        await host.StartAsync(cancellationToken);
        await _cluster.CreateAsync("a", "small", cancellationToken);
        await WidgetCluster.UntilAsync(host, store => SizeOf(store, "a") == "small", cancellationToken);

        await _cluster.Client.PatchAsync<Widget>(new("default", "a"), new MergePatch().Set("large", "spec", "size"), cancellationToken);
        await WidgetCluster.UntilAsync(host, store => SizeOf(store, "a") == "large", cancellationToken);
        await host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Run_OwnedObjectIsDeletedOrSpoiled_Restored(CancellationToken cancellationToken)
    {
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        using var host = _cluster.CreateHost();
        await host.StartAsync(cancellationToken);
        await _cluster.CreateAsync("a", "small", cancellationToken);
        await WidgetCluster.UntilAsync(host, store => SizeOf(store, "a") == "small", cancellationToken);

        var first = (await _cluster.Client.GetAsync<V1ConfigMap>(new("default", "a"), cancellationToken)).Metadata.Uid;
        await _cluster.Client.DeleteAsync<V1ConfigMap>(new("default", "a"), cancellationToken: cancellationToken);
        await WidgetCluster.UntilAsync(host, store => store.TryGet(new("default", "a"), out var anew) && anew.Metadata.Uid != first, cancellationToken);

        await _cluster.Client.PatchAsync<V1ConfigMap>(new("default", "a"), new MergePatch().Set("spoiled", "data", "size"), cancellationToken);
        await WidgetCluster.UntilAsync(host, store => SizeOf(store, "a") == "small", cancellationToken);
        await host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Run_DefinitionAppearsLater_StartsThen(CancellationToken cancellationToken)
    {
        using var host = _cluster.CreateHost();
        await host.StartAsync(cancellationToken);
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        await _cluster.CreateAsync("a", "small", cancellationToken);
        await WidgetCluster.UntilAsync(host, store => SizeOf(store, "a") == "small", cancellationToken);
        await host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Run_HostDiesInTheMiddleOfTheLoad_NextOneConvergesToTheSameEnd(CancellationToken cancellationToken)
    {
        const int Widgets = 40;
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        for (var i = 0; i < Widgets; i++)
        {
            await _cluster.CreateAsync($"w{i}", $"{i}", cancellationToken);
        }

        using (var first = _cluster.CreateHost())
        {
            await first.StartAsync(cancellationToken);
            await WidgetCluster.UntilAsync(first, store => store.Count > 3, cancellationToken);

            // As if killed: nothing is waited for.
            await first.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var second = _cluster.CreateHost();
        await second.StartAsync(cancellationToken);
        await WidgetCluster.UntilAsync(
            second, store => Enumerable.Range(0, Widgets).All(i => SizeOf(store, $"w{i}") == $"{i}"), cancellationToken);
        await second.StopAsync(cancellationToken);
        var creates = _cluster.Server.Requests.Count(request => request is { Verb: "create", Resource: "configmaps", Code: 201 });
        Assert.That(creates, Is.EqualTo(Widgets), "None was created twice.");
    }

    [Test]
    public async Task Run_WatchesAreCut_NothingIsMissed(CancellationToken cancellationToken)
    {
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        using var host = _cluster.CreateHost();
        await host.StartAsync(cancellationToken);
        for (var i = 0; i < 20; i++)
        {
            await _cluster.CreateAsync($"w{i}", $"{i}", cancellationToken);
            if (i % 7 == 6)
            {
                _cluster.Server.CutWatches(abruptly: i % 2 == 0);
            }
        }

        await WidgetCluster.UntilAsync(host, store => Enumerable.Range(0, 20).All(i => SizeOf(store, $"w{i}") == $"{i}"), cancellationToken);
        await host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Run_NothingChanges_NoWrites(CancellationToken cancellationToken)
    {
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        using var host = _cluster.CreateHost();
        await host.StartAsync(cancellationToken);
        await _cluster.CreateAsync("a", "small", cancellationToken);
        await WidgetCluster.UntilAsync(host, store => SizeOf(store, "a") == "small", cancellationToken);
        await host.StopAsync(cancellationToken);

        // A second host finds everything done: it lists and watches, and writes nothing.
        var before = Writes();
        using var second = _cluster.CreateHost(kube => kube.AddInformer<Widget>());
        await second.StartAsync(cancellationToken);
        await WidgetCluster.UntilAsync(second, store => SizeOf(store, "a") == "small", cancellationToken);
        await second.StopAsync(cancellationToken);
        Assert.That(Writes(), Is.EqualTo(before));

        int Writes() => _cluster.Server.Requests.Count(request => request.Verb is "create" or "update" or "patch" or "delete");
    }

    [Test]
    public async Task ClearAnnotationsAsync_OnAServer_KeepsWhatOthersWrote(CancellationToken cancellationToken)
    {
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        var created = await _cluster.Client.CreateAsync(
            new Widget { Metadata = new() { Name = "a", NamespaceProperty = "default", Annotations = new Dictionary<string, string> { ["stop"] = "now" } } },
            cancellationToken);
        await _cluster.Client.PatchAsync<Widget>(new("default", "a"), new MergePatch().Annotation("other", "kept").Set("large", "spec", "size"), cancellationToken);

        var cleared = await _cluster.Client.ClearAnnotationsAsync(created, ["stop"], cancellationToken);
        Assert.That(cleared?.Metadata.Annotations, Is.EqualTo(new Dictionary<string, string> { ["other"] = "kept" }));
        Assert.That(cleared?.Spec?.Size, Is.EqualTo("large"));

        await _cluster.Client.DeleteAsync<Widget>(new("default", "a"), cancellationToken: cancellationToken);
        Assert.That(await _cluster.Client.ClearAnnotationsAsync(created, ["stop"], cancellationToken), Is.Null);
    }

    [Test]
    public async Task Run_TwoReplicasAndTheLeaderStops_OtherOneTakesOverWithWarmCaches(CancellationToken cancellationToken)
    {
        await _cluster.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        await _cluster.CreateAsync("a", "small", cancellationToken);
        using var first = CreateReplica("first");
        await first.StartAsync(cancellationToken);
        await WidgetCluster.UntilAsync(first, store => SizeOf(store, "a") == "small", cancellationToken);

        using var second = CreateReplica("second");
        await second.StartAsync(cancellationToken);
        await WidgetCluster.UntilAsync(second, store => SizeOf(store, "a") == "small", cancellationToken);
        Assert.That(PhaseOf(second), Is.Not.EqualTo(ControllerPhase.Working));
        await first.StopAsync(cancellationToken);

        await _cluster.CreateAsync("b", "large", cancellationToken);
        await WidgetCluster.UntilAsync(second, store => SizeOf(store, "b") == "large", cancellationToken);
        var lease = await _cluster.Client.GetAsync<V1Lease>(new("default", "widgets"), cancellationToken);
        Assert.That((lease.Spec.HolderIdentity, lease.Spec.LeaseTransitions), Is.EqualTo(("second", 2)));
        await second.StopAsync(cancellationToken);

        IHost CreateReplica(string name) => _cluster.CreateHost(kube => kube.AddLeaderElection(options =>
        {
            (options.LeaseName, options.LeaseNamespace, options.Identity) = ("widgets", "default", name);
        }));
        static ControllerPhase PhaseOf(IHost host) => host.Services.GetRequiredService<Controllers>().States.Single().Phase;
    }

    private static string? SizeOf(Informers.Store<V1ConfigMap> store, string name) =>
        store.TryGet(new("default", name), out var configMap) && configMap.Data is { } data && data.TryGetValue("size", out var size) ? size : null;
}
