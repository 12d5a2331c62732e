using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

/// <summary>A store of bytes: objects are made for whoever reads them, and what cannot be read is noticed then.</summary>
[CancelAfter(30_000)]
public sealed class CompactStoreTests
{
    private readonly List<UndecodableObject> _reported = [];

    [SetUp]
    public void SetUp() => _reported.Clear();

    [Test]
    public async Task TryGet_Compact_IsTheReadersOwn(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        rig.Store.TryGet(new("default", "a"), out var mine);
        mine!.Data["key"] = "mine";
        Assert.That(rig.Store.List().Single().Data["key"], Is.EqualTo("v"));
    }

    [Test]
    public async Task TryGet_Objects_IsShared(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.StorageMode = StorageMode.Objects);
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var one = rig.Store.List().Single();
        Assert.That(rig.Store.List().Single(), Is.SameAs(one));
    }

    [Test]
    public async Task Undecodable_NeverReadBefore_IsThereAndReportedByTheFirstToRead(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        await rig.WatchAsync("9", [Poison("bad", 2), ConfigMap("c", 3)], cancellationToken);
        var key = new NamespacedName("default", "bad");
        Assert.That((_reported.Count, rig.Informer.State.UndecodableCount), Is.EqualTo((0, 0)), "Nobody has looked.");
        for (var i = 0; i < 2; i++)
        {
            Assert.That(
                () => rig.Store.TryGet(key, out _),
                Throws.TypeOf<UndecodableObjectException>().With.Message.StartsWith("'default/bad' at resourceVersion '2' is there, but does not decode as V1ConfigMap: The JSON value could not be converted"));
        }

        Assert.That(_reported.Select(bad => $"{bad.Key}@{bad.ResourceVersion}"), Is.EqualTo(new[] { "default/bad@2" }), "Once for each version.");
        Assert.That((rig.Informer.State.UndecodableCount, rig.Logs.Of(207).Count), Is.EqualTo((1, 1)));
        Assert.That((rig.Store.Count, rig.Store.Contains(key), rig.Store.TryGetMetadata(key, out var metadata), metadata?.Uid), Is.EqualTo((2, true, true, "uid-bad")));
    }

    [Test]
    public async Task List_OneUndecodable_OthersAreServedAndAQueryNamesIt(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        await rig.WatchAsync("9", [ConfigMap("a", 1), Poison("bad", 2), ConfigMap("c", 3)], cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@1 c@3"));
        Assert.That(rig.Store.List(new StoreQuery()).Undecodable, Is.EqualTo(new[] { new NamespacedName("default", "bad") }));
        Assert.That(rig.Store.ByIndex(StoreIndexes.Namespace, "default"), Has.Count.EqualTo(2));
        Assert.That(_reported, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Undecodable_OfAnObjectThatWasRead_LastReadableStateStays(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        rig.Store.TryGet(new("default", "a"), out _);
        await watch.ModifiedAsync(Poison("a", 10));
        await watch.ModifiedAsync(Poison("b", 11));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "b@2>11" }), "Nobody has read b.");
        Assert.That(_reported.Select(bad => bad.Key!.Value.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(rig.Content(), Is.EqualTo("a@1"));
        await watch.ModifiedAsync(ConfigMap("a", 12));
        await watch.ModifiedAsync(ConfigMap("b", 13));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "a@1>12", "b@11>13" }));
        Assert.That(rig.Informer.State.UndecodableCount, Is.Zero);
    }

    [Test]
    public async Task Undecodable_RelistedAtTheSameVersion_IsNotReportedAgain_AndGoesWithItsDeletion(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [Poison("bad", 2)], cancellationToken);
        Assert.That(rig.Store.List(), Is.Empty);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", Poison("bad", 2), ConfigMap("c", 15));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That((rig.Store.List().Count, _reported.Count, rig.Informer.State.UndecodableCount), Is.EqualTo((1, 1, 1)));
        watch = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        await watch.DeletedAsync(Poison("bad", 21));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-bad@21" }));
        Assert.That(rig.Informer.State.UndecodableCount, Is.Zero);
    }

    [Test]
    public async Task Index_OneUndecodable_IsIndexedWithoutIt_AndByItsMetadataWithIt(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), Poison("bad", 2)], cancellationToken);
        rig.Store.AddIndex("value", map => [map.Data["key"]]);
        rig.Store.AddMetadataIndex("name", metadata => [metadata.Name]);
        await watch.AddedAsync(Poison("worse", 10));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That((rig.Store.CountByIndex("value", "v"), rig.Store.CountByIndex("name", "bad"), rig.Store.CountByIndex("name", "worse")), Is.EqualTo((1, 1, 1)));
        Assert.That((_reported.Count, rig.Logs.Of(209).Count), Is.EqualTo((2, 0)), "The index is not at fault.");
    }

    [Test]
    public async Task Change_Compact_MetadataWithoutTheObject_AndOneObjectForAll(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1, label: "x")], cancellationToken);
        await watch.ModifiedAsync(Poison("a", 10));
        var change = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((change.OldMetadata!.Labels["app"], change.NewMetadata!.Labels.Count, change.Metadata.ResourceVersion), Is.EqualTo(("x", 0, "10")));
        Assert.That(_reported, Is.Empty);
        var old = change.Old;
        Assert.That(change.Old, Is.SameAs(old));
        Assert.That(() => change.New, Throws.TypeOf<UndecodableObjectException>());
    }

    [Test]
    public async Task Deletion_SeenAndMissed_SaysWhetherTheFinalStateIsKnown(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await watch.DeletedAsync(ConfigMap("a", 10));
        Assert.That((await rig.Changes.NextAsync(cancellationToken)).IsFinalStateUnknown, Is.False);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20");
        var missed = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((missed.Key.Name, missed.IsFinalStateUnknown), Is.EqualTo(("b", true)));
    }

    [Test]
    public async Task DropFields_Named_AreNotStored(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.DropFields = ["/data"]);
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        Assert.That(rig.Store.List().Single().Data, Is.Null);
    }

    private InformerRig Create() => new(options => options.OnUndecodable = _reported.Add);
}
