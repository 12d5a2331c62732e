using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

/// <summary>One object that the model cannot take, noticed when it arrives: reported, and the others served. FS22, E3.</summary>
[TestFixture(StorageMode.Compact)]
[TestFixture(StorageMode.Objects)]
[CancelAfter(30_000)]
public sealed class InformerUndecodableTests(StorageMode mode)
{
    private readonly List<UndecodableObject> _reported = [];

    [SetUp]
    public void SetUp() => _reported.Clear();

    [Test]
    public async Task List_OneUndecodable_OthersAreServedAndItIsReportedOnce(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1), Poison("bad", 2), ConfigMap("c", 3));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "+a@1", "+c@3" }));
        var watch = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("a", 1), Poison("bad", 2), ConfigMap("c", 15));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That(_reported.Select(bad => $"{bad.Key}@{bad.ResourceVersion}"), Is.EqualTo(new[] { "default/bad@2" }), "Once for each version.");
        Assert.That(rig.Logs.Of(207), Has.Count.EqualTo(1));
        Assert.That(rig.Informer.State, Has.Property("UndecodableCount").EqualTo(1).And.Property("UndecodableTotal").EqualTo(2));
    }

    [Test]
    public async Task Relist_KnownObjectIsUndecodableNow_StaysVisible(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", Poison("a", 15));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-b@2" }));
        Assert.That(rig.Content(), Is.EqualTo("a@1"));
    }

    [Test]
    public async Task Watch_KnownObjectIsUndecodable_StaysVisible_UntilItRecovers(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.ModifiedAsync(Poison("a", 10));
        await watch.AddedAsync(ConfigMap("b", 11));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That((rig.Content(), rig.Informer.State.UndecodableCount), Is.EqualTo(("a@1 b@11", 1)));
        await watch.ModifiedAsync(ConfigMap("a", 12));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "a@1>12" }));
        Assert.That(rig.Informer.State.UndecodableCount, Is.Zero);
    }

    [Test]
    public async Task Watch_UndecodableObjectMovesTheVersion(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.AddedAsync(Poison("a", 10));
        watch.End();
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("10"), "It is not told again and again.");
    }

    [Test]
    public async Task Watch_UndecodableDeletion_DeletesWithTheLastKnownState(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.ModifiedAsync(Poison("a", 10));
        await watch.DeletedAsync(Poison("a", 11));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-a@1" }));
        Assert.That((rig.Store.Count, rig.Informer.State.UndecodableCount, rig.Store.ResourceVersion), Is.EqualTo((0, 0, "11")));
    }

    [Test]
    public async Task Watch_ObjectOfAnotherKind_IsReportedAndTheStreamLives(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.AddedAsync(ConfigMap("a", 10).Replace("\"ConfigMap\"", "\"Table\"", StringComparison.Ordinal));
        await watch.AddedAsync(ConfigMap("b", 11));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@11" }));
        Assert.That(_reported, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task OnUndecodable_Throws_IsLogged(CancellationToken cancellationToken)
    {
        await using var rig = Create(configure: options => options.OnUndecodable = _ => throw new InvalidOperationException("mine"));
        await rig.ListAsync("9", [], cancellationToken);
        var watch = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        await watch.AddedAsync(Poison("a", 10));
        await watch.AddedAsync(ConfigMap("b", 11));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That(rig.Logs.Of(210), Has.Count.EqualTo(1));
    }

    // E21.
    [Test]
    public async Task Transform_IsAppliedOnceOnEveryWay(CancellationToken cancellationToken)
    {
        await using var rig = Create(Stamp);
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.AddedAsync(ConfigMap("b", 10));
        await watch.ErrorAsync(410, "Expired");
        await rig.Changes.NextAsync(1, cancellationToken);
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("a", 1), ConfigMap("b", 10), ConfigMap("c", 19));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That(rig.Store.List().Select(map => map.Data["key"]), Is.All.EqualTo("v!"));
    }

    [Test]
    public async Task Transform_Throws_ObjectCountsAsUndecodable(CancellationToken cancellationToken)
    {
        await using var rig = Create(map => map.Metadata.Name == "a" ? throw new InvalidDataException() : map);
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1), ConfigMap("b", 2));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@2" }));
        Assert.That(_reported.Single().Key, Is.EqualTo(new NamespacedName("default", "a")));
    }

    [Test]
    public async Task Transform_ThrowsForWatchedObject_OnlyItsStateIsMissed(CancellationToken cancellationToken)
    {
        await using var rig = Create(map => map.Metadata.ResourceVersion is "10" or "11" ? throw new InvalidDataException() : map);
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.ModifiedAsync(ConfigMap("a", 10));
        watch.End();
        var next = await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That((next.ResourceVersion, rig.Store.ResourceVersion, rig.Content()), Is.EqualTo(("10", "10", "a@1")));
        await next.Accept().DeletedAsync(ConfigMap("a", 11));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-a@1" }), "A deletion is one all the same.");
    }

    [Test]
    public async Task Transform_ChangesTheName_IsRefused(CancellationToken cancellationToken)
    {
        await using var rig = Create(map =>
        {
            map.Metadata.Name = "other";
            return map;
        });
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        await rig.Informer.WaitForSyncAsync(cancellationToken);
        Assert.That(_reported.Single().Error.Message, Is.EqualTo(
            "The transform made 'default/other' at resourceVersion '1' of 'default/a' at '1'. It must keep name, namespace, uid and resourceVersion."));
    }

    private static V1ConfigMap Stamp(V1ConfigMap map)
    {
        map.Data["key"] += "!";
        return map;
    }

    private InformerRig Create(Func<V1ConfigMap, V1ConfigMap>? transform = null, Action<InformerOptions<V1ConfigMap>>? configure = null) => new(options =>
    {
        options.StorageMode = mode;
        options.DecodeOnIntake = true;
        options.OnUndecodable = _reported.Add;
        options.Transform = transform;
        configure?.Invoke(options);
    });
}
