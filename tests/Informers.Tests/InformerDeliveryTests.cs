using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

[CancelAfter(30_000)]
public sealed class InformerDeliveryTests
{
    // E41.
    [Test]
    public async Task Subscribe_Late_GetsThePresentStateThenEveryChange(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        var late = new ChangeRecorder();
        await using var subscription = rig.Informer.Subscribe(late.OnChange);
        await subscription.WaitForSyncAsync(cancellationToken);
        Assert.That(await late.NextAsync(2, cancellationToken), Is.EquivalentTo(new[] { "+a@1", "+b@2" }));
        await watch.ModifiedAsync(ConfigMap("a", 10));
        Assert.That(await late.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "a@1>10" }));
        Assert.That(late.Waiting, Is.Zero);
    }

    [Test]
    public async Task Subscribe_Late_PresentStateIsMarkedAsInitial(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var late = new ChangeRecorder();
        await using var subscription = rig.Informer.Subscribe(late.OnChange);
        await watch.AddedAsync(ConfigMap("b", 10));
        var origins = new[] { (await late.NextAsync(cancellationToken)).Origin, (await late.NextAsync(cancellationToken)).Origin };
        Assert.That(origins, Is.EqualTo(new[] { ChangeOrigin.InitialList, ChangeOrigin.Watch }));
    }

    // E39.
    [Test]
    public async Task Subscribe_SameFunctionTwice_IsCalledTwice(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await using var second = rig.Informer.Subscribe(rig.Changes.OnChange);
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "+a@1", "+a@1" }));
    }

    [Test]
    public async Task Subscribe_AfterTheEnd_IsRefused()
    {
        await using var rig = new InformerRig();
        rig.Run();
        await rig.StopAsync();
        Assert.That(() => rig.Informer.Subscribe(_ => { }), Throws.InvalidOperationException.With.Message.StartsWith("The informer has stopped"));
    }

    [Test]
    public async Task Subscriber_Slow_DelaysOnlyItself(CancellationToken cancellationToken)
    {
        using var gate = new ManualResetEventSlim();
        var slow = new ChangeRecorder();
        await using var rig = new InformerRig(options => options.MaxPendingChanges = 0);
        await using var subscription = rig.Informer.Subscribe(change =>
        {
            slow.OnChange(change);
            gate.Wait(cancellationToken);
        });
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await slow.NextAsync(1, cancellationToken);
        for (var version = 10; version < 30; version++)
        {
            await watch.ModifiedAsync(ConfigMap("a", version));
        }

        await watch.AddedAsync(ConfigMap("b", 40));
        await watch.DeletedAsync(ConfigMap("b", 41));
        await watch.AddedAsync(ConfigMap("c", 42));
        Assert.That((await rig.Changes.NextAsync(1, cancellationToken))[0], Does.StartWith("a@1>"), "The other one is told.");
        while (rig.Store.ResourceVersion != "42")
        {
            await rig.Changes.NextAsync(1, cancellationToken);
        }

        Assert.That(subscription.PendingCount, Is.LessThanOrEqualTo(3), "What waits is bounded by the number of objects.");
        gate.Set();
        Assert.That(await slow.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "a@1>29", "+c@42" }), "What came and went unseen is not told.");
        Assert.That(subscription.MergedCount, Is.GreaterThan(0));
    }

    // E42.
    [Test]
    public async Task Subscriber_Throws_IsLoggedAndGoesOn(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var calls = new ChangeRecorder();
        await using var subscription = rig.Informer.Subscribe(change =>
        {
            calls.OnChange(change);
            throw new InvalidOperationException("mine");
        });
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await subscription.WaitForSyncAsync(cancellationToken);
        await watch.ModifiedAsync(ConfigMap("a", 10));
        Assert.That(await calls.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "+a@1", "a@1>10" }));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "a@1>10" }));
        await subscription.DisposeAsync();
        Assert.That(rig.Logs.Of(208), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task HasSynced_OnlyAfterTheLastInitialCallHasReturned(CancellationToken cancellationToken)
    {
        using var gate = new SemaphoreSlim(0);
        var entered = new ChangeRecorder();
        await using var rig = new InformerRig();
        await using var subscription = rig.Informer.Subscribe(change =>
        {
            entered.OnChange(change);
            gate.Wait(cancellationToken);
        });
        await rig.ListAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await entered.NextAsync(1, cancellationToken);
        gate.Release();
        await entered.NextAsync(1, cancellationToken);
        await rig.Subscription.WaitForSyncAsync(cancellationToken);
        Assert.That((rig.Informer.HasSynced, subscription.HasSynced), Is.EqualTo((true, false)), "It is in the last call.");
        gate.Release();
        await subscription.WaitForSyncAsync(cancellationToken);
        Assert.That(subscription.HasSynced, Is.True);
    }

    [Test]
    public async Task HasSynced_EmptyList_IsTrue(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        await rig.Subscription.WaitForSyncAsync(cancellationToken);
        await rig.Informer.WaitForSyncAsync(cancellationToken);
        Assert.That((rig.Subscription.HasSynced, rig.Informer.HasSynced), Is.EqualTo((true, true)));
    }

    // E43.
    // E38.
    // E2.
    [Test]
    public async Task Resync_ShowsEveryObjectAgainWithoutARequest(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.ResyncPeriod = TimeSpan.FromSeconds(66));
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(66));
        var shown = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((shown.Origin, ReferenceEquals(shown.Old, shown.New)), Is.EqualTo((ChangeOrigin.Resync, true)));
        Assert.That(rig.Server.Untaken, Is.Zero);
    }

    // E32, E37, E40: subscribers come and go while objects are created and deleted.
}
