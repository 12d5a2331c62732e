using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

/// <summary>Subscribers and informers end in order: nothing is left running, and nobody is called any more.</summary>
[CancelAfter(30_000)]
public sealed class InformerEndingTests
{
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
