using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

/// <summary>What client-go's tests of its queue and store hold, as far as no other test here does. The list is docs/informer-behaviours-store.md.</summary>
[TestFixture(StorageMode.Compact)]
[TestFixture(StorageMode.Objects)]
[CancelAfter(30_000)]
public sealed class StoreBehaviourTests(StorageMode mode)
{
    // E22.
    [Test]
    public async Task Relist_ObjectWaitsForASubscriberAndIsGone_BothAreTold(CancellationToken cancellationToken)
    {
        using var gate = new ManualResetEventSlim();
        var slow = new ChangeRecorder();
        await using var rig = Create();
        await using var subscription = rig.Informer.Subscribe(change =>
        {
            slow.OnChange(change);
            gate.Wait(cancellationToken);
        });
        var watch = await rig.WatchAsync("9", [ConfigMap("x", 1)], cancellationToken);
        await slow.NextAsync(1, cancellationToken);
        await watch.AddedAsync(ConfigMap("a", 10));
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("x", 1));
        await rig.Changes.NextAsync(2, cancellationToken);
        gate.Set();
        Assert.That(await slow.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "+a@10", "-a@10" }));
    }

    // E23.
    [Test]
    public async Task Relist_DeletionWaitsForASubscriber_IsToldOnce(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.DeletedAsync(ConfigMap("a", 10));
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("b", 15));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@10", "+b@15" }));
    }

    // E26.
    [Test]
    public async Task Changes_OfManyObjects_AreToldInTheOrderOfTheWatch(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await watch.ModifiedAsync(ConfigMap("b", 10));
        await watch.ModifiedAsync(ConfigMap("a", 11));
        await watch.AddedAsync(ConfigMap("0", 12));
        await watch.ModifiedAsync(ConfigMap("b", 13));
        Assert.That(await rig.Changes.NextAsync(4, cancellationToken), Is.EqualTo(new[] { "b@2>10", "a@1>11", "+0@12", "b@10>13" }));
    }

    // E29: whoever is told finds the store at least that far.
    [Test]
    public async Task Changes_AreTold_NeverBeforeTheStoreHasThem(CancellationToken cancellationToken)
    {
        var behind = new List<string>();
        await using var rig = Create();
        await using var subscription = rig.Informer.Subscribe(change =>
        {
            if (rig.Store.Contains(change.Key) == change.IsDeleted || ResourceVersions.Compare(rig.Store.ResourceVersion!, change.Metadata.ResourceVersion!) < 0)
            {
                behind.Add(ChangeRecorder.Describe(change));
            }
        });
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.AddedAsync(ConfigMap("b", 10));
        await rig.Changes.NextAsync(1, cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("c", 15));
        await rig.Changes.NextAsync(3, cancellationToken);
        await subscription.DisposeAsync();
        Assert.That(behind, Is.Empty);
    }

    // E33.
    [Test]
    public async Task Transform_WhileReadersRead_NobodySeesHalfOfIt(CancellationToken cancellationToken)
    {
        await using var rig = Create(options => options.Transform = map =>
        {
            map.Data["first"] = map.Metadata.ResourceVersion;
            map.Data["second"] = map.Metadata.ResourceVersion;
            return map;
        });
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = Task.Run(
            () =>
            {
                var torn = 0;
                while (!stop.IsCancellationRequested)
                {
                    torn += rig.Store.List().Count(map => map.Data["first"] != map.Metadata.ResourceVersion || map.Data["second"] != map.Metadata.ResourceVersion);
                }

                return torn;
            },
            cancellationToken);
        for (var version = 10; version < 300; version++)
        {
            await watch.ModifiedAsync(ConfigMap("a", version));
        }

        await rig.Changes.NextAsync(290, cancellationToken);
        await stop.CancelAsync();
        Assert.That(await reader, Is.Zero);
    }

    // Peers 48: what is there already costs nothing again.
    [Test]
    public async Task Relist_UnchangedObjects_AreTheSameRecords(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("a", 1), ConfigMap("b", 15));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "b@2>15" }), "Nobody is told of what did not change.");
        Assert.That(rig.Content(), Is.EqualTo("a@1 b@15"));
    }

    // Peers 42, 43: quiet watches end and begin again without an exception, a restart, or anything that stays behind.
    [Test]
    public async Task Watch_EndsQuietlyAgainAndAgain_LeavesNothingBehind(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var before = 0L;
        for (var round = 0; round < 400; round++)
        {
            if (round == 100)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }

            await watch.BookmarkAsync($"{10 + round}");
            watch.End();
            watch = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        }

        Assert.That((rig.Informer.State.Restarts, rig.Informer.State.LastError), Is.EqualTo((0L, (Exception?)null)));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(2_000_000), "300 watches later; each that stayed would be some 20 KB.");
    }

    private InformerRig Create(Action<InformerOptions<V1ConfigMap>>? configure = null) => new(options =>
    {
        options.StorageMode = mode;
        configure?.Invoke(options);
    });
}
