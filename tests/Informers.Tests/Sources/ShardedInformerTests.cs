using System.Net;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests.Sources;

[CancelAfter(30_000)]
public sealed class ShardedInformerTests
{
    private static readonly ShardSelector Half = ShardSelector.ByUid(0, 2);
    private static readonly string Mine = Name(isMine: true);
    private static readonly string Other = Name(isMine: false);

    [TestCase(true)]
    [TestCase(false)]
    public async Task Run_ServerSendsEverything_KeepsItsShardAlone(bool streams, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(streams: streams, scope: new() { ShardSelector = Half });
        rig.Run();
        var request = await rig.Server.NextAsync(cancellationToken);
        Assert.That(request["shardSelector"], Is.EqualTo("shardRange(object.metadata.uid, '0x0000000000000000', '0x8000000000000000')"));
        ScriptedWatch watch;
        if (streams)
        {
            watch = request.Accept();
            await watch.AddedAsync(ConfigMap(Mine, 1));
            await watch.AddedAsync(ConfigMap(Other, 2));
            await watch.InitialEndAsync("9");
        }
        else
        {
            request.ReplyList("9", ConfigMap(Mine, 1), ConfigMap(Other, 2));
            watch = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        }

        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { $"+{Mine}@1" }));
        await watch.ModifiedAsync(ConfigMap(Other, 10));
        await watch.DealtWithAsync(cancellationToken);
        Assert.That((rig.Store.Count, rig.Store.ResourceVersion), Is.EqualTo((1, "10")), "What is left out moves the version all the same.");
        await watch.DeletedAsync(ConfigMap(Other, 11));
        await watch.ModifiedAsync(ConfigMap(Mine, 12));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { $"{Mine}@1>12" }));
        Assert.That(rig.Informer.State.IsShardedByServer, Is.False);
        Assert.That(rig.Logs.Of(216), Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Run_ServerConfirms_SaysSo(bool streams, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(streams: streams, scope: new() { ShardSelector = Half });
        rig.Run();
        var request = await rig.Server.NextAsync(cancellationToken);
        if (streams)
        {
            var watch = request.Accept();
            await watch.AddedAsync(ConfigMap(Mine, 1));
            await watch.SendAsync(
                $$$"""{"type":"BOOKMARK","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"shardInfo":{"selector":"{{{Half}}}"},"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}} }}""");
        }
        else
        {
            request.Reply(
                HttpStatusCode.OK,
                $$$"""{"apiVersion":"v1","kind":"ConfigMapList","metadata":{"resourceVersion":"9","shardInfo":{"selector":"{{{Half}}}"} },"items":[{{{ConfigMap(Mine, 1)}}}]}""");
        }

        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That((rig.Informer.State.IsShardedByServer, rig.Logs.Of(216).Count), Is.EqualTo(((bool?)true, 0)));
    }

    [Test]
    public async Task Write_OfAnotherShard_IsNothingToTheStore(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(scope: new() { ShardSelector = Half });
        await rig.WatchAsync("9", [], cancellationToken);
        foreach (var name in new[] { Other, Mine })
        {
            var write = rig.Client.CreateAsync(Maps.New(name), cancellationToken);
            (await rig.Server.NextAsync(cancellationToken)).Reply(HttpStatusCode.OK, ConfigMap(name, 10));
            await write;
        }

        Assert.That(rig.Content(), Is.EqualTo($"{Mine}@10"));
    }

    [Test]
    public async Task GetOrAdd_AnotherShard_IsAnotherInformer(CancellationToken cancellationToken)
    {
        await using var rig = await SourceRig.StartAsync(cancellationToken);
        var first = rig.Informers.GetOrAdd<k8s.Models.V1ConfigMap>(new() { ShardSelector = ShardSelector.ByUid(0, 2) }, SourceRig.RetriesSoon);
        var second = rig.Informers.GetOrAdd<k8s.Models.V1ConfigMap>(new() { ShardSelector = ShardSelector.ByUid(1, 2) }, SourceRig.RetriesSoon);
        await rig.Informers.WaitForSyncAsync(TimeSpan.FromSeconds(20), cancellationToken);
        for (var i = 0; i < 20; i++)
        {
            await rig.Client.CreateAsync(Maps.New($"map-{i}"), cancellationToken);
        }

        var names = first.Store.List().Concat(second.Store.List()).Select(map => map.Metadata.Name).Where(name => name.StartsWith("map-", StringComparison.Ordinal));
        Assert.That(names.Order(), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"map-{i}").Order()), "Each is in one of them, and in one alone.");
        Assert.That(first.Store.Count, Is.Not.Zero.And.Not.EqualTo(20));
    }

    private static string Name(bool isMine) => Enumerable.Range(0, 100).Select(i => $"map-{i}").First(name => Half.Includes($"uid-{name}", "default") == isMine);
}
