using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace KubeController.Reconcilers.Tests.Hosting;

/// <summary>When controllers begin, and how they end.</summary>
[CancelAfter(20_000)]
public sealed class ControllerHostTests
{
    private static readonly NamespacedName A = new("default", "a");

    private readonly FakeCluster _cluster = new FakeCluster().Install<Widget>().Install<V1ConfigMap>();

    [OneTimeTearDown]
    public void DisposeCluster() => _cluster.Dispose();

    [Test]
    public async Task Start_OneInformerHasNotListed_NoReconcile(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>().Install<V1ConfigMap>();
        cluster.Put(Widget.Named("a"));
        var listed = new TaskCompletionSource();
        cluster.BeforeList = path => path.EndsWith("configmaps", StringComparison.Ordinal) ? listed.Task : Task.CompletedTask;
        using var rig = new HostRig(cluster, kube => kube
            .AddController<ScriptedReconciler, Widget>()
            .AddInformer<V1ConfigMap>());
        await rig.Host.StartAsync(cancellationToken);
        await rig.Get<Informer<Widget>>().WaitForSyncAsync(cancellationToken);

        var next = rig.Reconciler.NextAsync(cancellationToken);
        Assert.That(next.IsCompleted, Is.False);
        listed.SetResult();
        Assert.That((await next).Key, Is.EqualTo(A));
        Assert.That(rig.Get<Informer<V1ConfigMap>>().HasSynced);
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Start_DefinitionIsMissing_WaitsSaysSoAndStartsWhenItAppears(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster();
        using var rig = new HostRig(cluster, kube => kube.AddController<ScriptedReconciler, Widget>());
        await rig.Host.StartAsync(cancellationToken);

        // Not the first warning: virtual time may pass faster than the first request is answered.
        await rig.PassTimeUntilAsync(() => Warnings().Any(record => record.Message.Contains("CustomResourceDefinition", StringComparison.Ordinal)), cancellationToken);
        Assert.That(Warnings()[0].Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(Warnings()[0].Message, Does.StartWith("After ").And.Contain("widgets.test.kubecontroller.dev"));
        Assert.That(rig.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested, Is.False);

        cluster.Install<Widget>();
        cluster.Put(Widget.Named("a"));
        var next = rig.Reconciler.NextAsync(cancellationToken);
        await rig.PassTimeUntilAsync(next, cancellationToken);
        Assert.That((await next).Key, Is.EqualTo(A));
        await rig.Host.StopAsync(cancellationToken);

        List<FakeLogRecord> Warnings() => [.. rig.Log.Where(record => record.Id.Id == 301)];
    }

    [Test]
    public async Task Start_SyncTimeoutPasses_HostStopsAndNamesTheLaggards(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster();
        using var rig = new HostRig(
            cluster, kube => kube.AddController<ScriptedReconciler, Widget>(), options => options.SyncTimeout = TimeSpan.FromSeconds(45));
        await rig.Host.StartAsync(cancellationToken);
        var stopping = rig.Get<IHostApplicationLifetime>().ApplicationStopping;
        await rig.PassTimeUntilAsync(() => stopping.IsCancellationRequested, cancellationToken);
        Assert.That(
            rig.Log.Select(record => record.Exception?.Message ?? string.Empty),
            Has.Some.Contain("SyncTimeout (00:00:45)").And.Contain("widgets.test.kubecontroller.dev"));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Start_StoppedWhileWaitingForSync_EndsWithoutAnError(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster();
        using var rig = new HostRig(cluster, kube => kube.AddController<ScriptedReconciler, Widget>());
        await rig.Host.StartAsync(cancellationToken);
        await rig.Host.StopAsync(cancellationToken);
        Assert.That(rig.Log.Where(record => record.Level >= LogLevel.Error), Is.Empty);
    }

    [Test]
    public async Task Stop_ReconcileRuns_WaitsForItAndDoesNotCancelIt(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource<ReconcileResult>();
        CancellationToken given = default;
        using var rig = await StartAsync((_, token) => { given = token; return new(end.Task); }, cancellationToken);

        var stop = rig.Host.StopAsync(cancellationToken);
        Assert.That((stop.IsCompleted, given.IsCancellationRequested), Is.EqualTo((false, false)));
        end.SetResult(ReconcileResult.Done);
        await stop;
        Assert.That(given.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Stop_DrainTimePasses_ReconcileCancelledAndAwaited(CancellationToken cancellationToken)
    {
        using var rig = await StartAsync(UntilCancelledAsync, cancellationToken);
        var stop = rig.Host.StopAsync(cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        Assert.That(stop.IsCompleted, Is.False);
        rig.Time.Advance(TimeSpan.FromTicks(1));
        await stop;
        Assert.That(rig.Log.Count(record => record.Id.Id == 316), Is.EqualTo(1), "The log says what was cancelled.");
        Assert.That(rig.Log.Count(record => record.Id.Id == 303), Is.EqualTo(1), "The controller has stopped.");
    }

    [Test]
    public async Task Stop_HostWaitsNoLonger_ReconcileCancelled(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var rig = await StartAsync(
            (request, token) =>
            {
                token.Register(cancelled.SetResult);
                return UntilCancelledAsync(request, token);
            },
            cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stop = rig.Host.StopAsync(patience.Token);
        await patience.CancelAsync();
        await cancelled.Task.WaitAsync(cancellationToken);

        // Whether the host then says so by an exception is its own affair.
        await stop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Test]
    public async Task Stop_StopperWaitsNoLonger_ReconcileCancelledBeforeStopReturns(CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var rig = await StartAsync(
            (request, token) =>
            {
                begun.TrySetResult(token);
                return UntilCancelledAsync(request, token);
            },
            cancellationToken);
        var given = await begun.Task.WaitAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stop = rig.Get<IHostedService>().StopAsync(patience.Token);
        await patience.CancelAsync();
        await stop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.That(given.IsCancellationRequested);
    }

    [Test]
    public async Task Stop_KeysWait_NoneIsBegun(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource<ReconcileResult>();
        using var rig = await StartAsync((_, _) => new(end.Task), cancellationToken);
        _cluster.Put(Widget.Named("b"));
        await rig.PassTimeUntilAsync(() => rig.Get<Store<Widget>>().TryGet(new("default", "b"), out _), cancellationToken);

        var stop = rig.Host.StopAsync(cancellationToken);
        end.SetResult(ReconcileResult.Done);
        await stop;
        Assert.That(rig.Reconciler.Untold, Is.Zero);
        _cluster.Delete(Widget.Named("b"));
    }

    [Test]
    public async Task Run_TwoHostsInOneProcess_ShareNothing(CancellationToken cancellationToken)
    {
        using var otherCluster = new FakeCluster().Install<Widget>();
        otherCluster.Put(Widget.Named("other"));
        using var rig = await StartAsync((_, _) => new(ReconcileResult.Done), cancellationToken);
        using var other = new HostRig(otherCluster, kube => kube.AddController<ScriptedReconciler, Widget>());
        await other.Host.StartAsync(cancellationToken);
        Assert.That((await other.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("other"));

        await rig.Host.StopAsync(cancellationToken);
        otherCluster.Put(Widget.Named("later"));

        Assert.That((await other.Reconciler.NextAsync(cancellationToken)).Key.Name, Is.EqualTo("later"));
        Assert.That(rig.Reconciler.Untold, Is.Zero);
        Assert.That(rig.Get<Store<Widget>>(), Is.Not.SameAs(other.Get<Store<Widget>>()));
        await other.Host.StopAsync(cancellationToken);
    }

    private static async ValueTask<ReconcileResult> UntilCancelledAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return ReconcileResult.Done;
    }

    /// <summary>A host whose single worker has begun to reconcile widget a.</summary>
    private async Task<HostRig> StartAsync(Func<ReconcileRequest, CancellationToken, ValueTask<ReconcileResult>> script, CancellationToken cancellationToken)
    {
        _cluster.Put(Widget.Named("a"));
        var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>());
        rig.Reconciler.Script = script;
        await rig.Host.StartAsync(cancellationToken);
        Assert.That((await rig.Reconciler.NextAsync(cancellationToken)).Key, Is.EqualTo(A));
        return rig;
    }
}
