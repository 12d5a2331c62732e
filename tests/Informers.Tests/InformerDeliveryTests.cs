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
    [Test]
    public async Task Dispose_WhileACallIsInFlight_WaitsForIt(CancellationToken cancellationToken)
    {
        using var gate = new SemaphoreSlim(0);
        var entered = new ChangeRecorder();
        await using var rig = new InformerRig();
        var subscription = rig.Informer.Subscribe(change =>
        {
            entered.OnChange(change);
            gate.Wait(cancellationToken);
        });
        await rig.ListAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await entered.NextAsync(1, cancellationToken);
        var disposing = subscription.DisposeAsync().AsTask();
        Assert.That(disposing.IsCompleted, Is.False);
        gate.Release();
        await disposing.WaitAsync(cancellationToken);
        Assert.That(entered.Waiting, Is.Zero, "What still waited is not delivered.");
        Assert.That(() => subscription.WaitForSyncAsync(cancellationToken), Throws.InstanceOf<OperationCanceledException>());
    }

    // E38.
    [Test]
    public async Task Dispose_TwiceAndAfterTheEnd_DoesNothing(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        await rig.Subscription.DisposeAsync();
        await rig.Subscription.DisposeAsync();
        await rig.StopAsync();
        await rig.Subscription.DisposeAsync();
    }

    [Test]
    public async Task Dispose_ByTheSubscriberItself_DoesNotWaitForItself(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        InformerSubscription? own = null;
        own = rig.Informer.Subscribe(_ =>
        {
            own!.DisposeAsync().AsTask().Wait(cancellationToken);
            disposed.TrySetResult();
        });
        await rig.ListAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await disposed.Task.WaitAsync(cancellationToken);
    }

    // E2.
    [Test]
    public async Task Stop_WhileACallIsInFlight_WaitsForIt(CancellationToken cancellationToken)
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
        var stopping = rig.StopAsync();
        Assert.That(stopping.IsCompleted, Is.False);
        gate.Release(2);
        await stopping.WaitAsync(cancellationToken);
    }

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
    [Test]
    public async Task Subscribe_AndDisposeUnderLoad_EveryViewIsTrue([Values(0, 10, 10_000)] int maxPendingChanges, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.MaxPendingChanges = maxPendingChanges);
        var watch = await rig.WatchAsync("9", [ConfigMap("k0", 1)], cancellationToken);
        var writing = WriteAsync(watch, 3_000);
        var views = new List<View>();
        while (!writing.IsCompleted && views.Count < 60)
        {
            var view = new View(rig.Informer);
            views.Add(view);
            await view.Subscription.WaitForSyncAsync(cancellationToken);
            if (views.Count % 3 == 0)
            {
                await view.Subscription.DisposeAsync();
            }
        }

        await writing;
        await watch.AddedAsync(ConfigMap("last", 100_000));
        views.Add(new View(rig.Informer));
        foreach (var view in views.Where((_, i) => (i + 1) % 3 != 0 || i == views.Count - 1))
        {
            await view.Complete.WaitAsync(cancellationToken);
            Assert.That(view.Content, Is.EqualTo(rig.Content()));
            await view.Subscription.DisposeAsync();
        }

        Assert.That(views.SelectMany(view => view.Faults), Is.Empty);
    }

    private static async Task WriteAsync(ScriptedWatch watch, int count)
    {
        var random = new Random(7);
        var alive = new HashSet<string> { "k0" };
        for (var version = 10; version < 10 + count; version++)
        {
            var name = $"k{random.Next(20)}";
            if (!alive.Add(name) && random.Next(2) == 0)
            {
                alive.Remove(name);
                await watch.DeletedAsync(ConfigMap(name, version));
            }
            else
            {
                await watch.ModifiedAsync(ConfigMap(name, version));
            }
        }
    }
}
