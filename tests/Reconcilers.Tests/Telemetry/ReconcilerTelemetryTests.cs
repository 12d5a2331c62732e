using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace KubeController.Reconcilers.Tests.Telemetry;

/// <summary>What a controller tells of itself to whoever listens.</summary>
[CancelAfter(20_000)]
public sealed class ReconcilerTelemetryTests
{
    private const string Meter = "KubeController.Reconcilers";

    private FakeCluster _cluster = null!;

    [SetUp]
    public void CreateCluster() => _cluster = new FakeCluster().Install<Widget>();

    [TearDown]
    public void DisposeCluster() => _cluster.Dispose();

    [Test]
    public async Task Reconciles_SucceededFailedGivenUpAndLate_CountedByResult(CancellationToken cancellationToken)
    {
        using var rig = RigOf(controller => controller.WithDeadline(TimeSpan.FromSeconds(1)));
        using var reconciles = Collect<long>(rig, "kubecontroller.controller.reconciles");
        using var terminal = Collect<long>(rig, "kubecontroller.controller.terminal_errors");
        using var timeouts = Collect<long>(rig, "kubecontroller.controller.timeouts");
        using var durations = Collect<double>(rig, "kubecontroller.controller.reconcile.duration");
        using var requeues = Collect<long>(rig, "kubecontroller.controller.requeues");
        rig.Reconciler.Script = async (request, token) => (request.Key.Name, request.Attempt) switch
        {
            ("done", _) => ReconcileResult.Done,
            ("broken", 1) => throw new InvalidOperationException("oh"),
            ("terminal", _) => ReconcileResult.Terminal("no"),
            ("late", 1) => await HangAsync(token),
            ("later", _) => ReconcileResult.RequeueAfter(TimeSpan.FromHours(1)),
            _ => ReconcileResult.Done,
        };
        await rig.Host.StartAsync(cancellationToken);
        foreach (var name in new[] { "done", "broken", "terminal", "later", "late" })
        {
            _cluster.Put(Widget.Named(name));
        }

        await rig.PassTimeUntilAsync(() => reconciles.GetMeasurementSnapshot().Count == 7, cancellationToken);
        Assert.That(
            reconciles.GetMeasurementSnapshot().Select(measured => $"{measured.Tags["controller"]} {measured.Tags["result"]} {measured.Tags.GetValueOrDefault("error.type")}".TrimEnd()),
            Is.EquivalentTo(new[]
            {
                "widget success", "widget error InvalidOperationException", "widget success", "widget terminal", "widget requeue_after",
                "widget timeout DeadlineExceededException", "widget success",
            }));
        Assert.That((terminal.GetMeasurementSnapshot().Count, timeouts.GetMeasurementSnapshot().Count), Is.EqualTo((1, 1)));
        Assert.That(durations.GetMeasurementSnapshot().Single(measured => measured.Tags["result"] is "timeout").Value, Is.GreaterThanOrEqualTo(1));
        Assert.That(
            requeues.GetMeasurementSnapshot().Select(measured => measured.Tags["reason"]).Distinct(), Is.EquivalentTo(new[] { "retry", "requeue", "failsafe" }));
        await rig.Host.StopAsync(cancellationToken);

        static async Task<ReconcileResult> HangAsync(CancellationToken token)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return ReconcileResult.Done;
        }
    }

    [Test]
    public async Task EventToDone_FailsFirst_FromTheEventToTheSuccess(CancellationToken cancellationToken)
    {
        using var rig = RigOf(controller => controller.Configure(options => options.BaseDelay = TimeSpan.FromSeconds(3)));
        using var latencies = Collect<double>(rig, "kubecontroller.controller.event_to_done.duration");
        rig.Reconciler.Script = (request, _) => request.Attempt == 1 ? throw new InvalidOperationException("oh") : new(ReconcileResult.Done);
        await rig.Host.StartAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 302), cancellationToken);
        _cluster.Put(Widget.Named("a"));
        await rig.PassTimeUntilAsync(() => latencies.GetMeasurementSnapshot().Count == 1, cancellationToken);
        Assert.That(latencies.GetMeasurementSnapshot().Single().Value, Is.InRange(3, 4));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Changes_DroppedByAPredicate_CountedByWhich(CancellationToken cancellationToken)
    {
        using var rig = RigOf(controller => controller.Where(Predicates.GenerationChanged).Where(change => change.Key.Name != "hidden", "visible"));
        using var changes = Collect<long>(rig, "kubecontroller.controller.changes");
        using var drops = Collect<long>(rig, "kubecontroller.controller.changes.dropped");
        using var wakes = Collect<long>(rig, "kubecontroller.controller.wakes");
        await rig.Host.StartAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 302), cancellationToken);
        _cluster.Put(Widget.Named("a"));
        _cluster.Put(Widget.Named("a", metadata => metadata.Labels = new Dictionary<string, string> { ["x"] = "y" }));
        _cluster.Put(Widget.Named("hidden"));
        await rig.PassTimeUntilAsync(() => drops.GetMeasurementSnapshot().Count == 2, cancellationToken);
        Assert.That(drops.GetMeasurementSnapshot().Select(measured => measured.Tags["predicate"]), Is.EqualTo(new[] { "Predicates.GenerationChanged", "visible" }));
        Assert.That(changes.GetMeasurementSnapshot(), Has.Count.EqualTo(3));
        Assert.That(changes.GetMeasurementSnapshot().Select(measured => measured.Tags["source"]).Distinct(), Is.EqualTo(new[] { "widgets.v1.test.kubecontroller.dev" }));
        Assert.That(wakes.GetMeasurementSnapshot(), Has.Count.EqualTo(1));
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Workers_OneOfThreeBusy_TellsBoth(CancellationToken cancellationToken)
    {
        using var rig = RigOf(controller => controller.WithWorkers(3));
        using var active = Collect<int>(rig, "kubecontroller.controller.workers.active");
        using var limit = Collect<int>(rig, "kubecontroller.controller.workers.limit");
        var end = new TaskCompletionSource<ReconcileResult>();
        rig.Reconciler.Script = (_, _) => new(end.Task);
        _cluster.Put(Widget.Named("a"));
        await rig.Host.StartAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        active.RecordObservableInstruments();
        limit.RecordObservableInstruments();
        Assert.That((active.LastMeasurement!.Value, limit.LastMeasurement!.Value), Is.EqualTo((1, 3)));
        end.SetResult(ReconcileResult.Done);
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Queue_OfAController_MeasuredUnderItsName(CancellationToken cancellationToken)
    {
        using var rig = RigOf(_ => { });
        using var waits = new MetricCollector<double>(rig.Get<IMeterFactory>(), "KubeController.WorkQueue", "workqueue.queue.duration");
        _cluster.Put(Widget.Named("a"));
        await rig.Host.StartAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        await rig.Host.StopAsync(cancellationToken);
        Assert.That(waits.LastMeasurement!.Tags["name"], Is.EqualTo("widget"));
    }

    [Test]
    public async Task Traces_ReconcileWokenByAChange_LinksToIt(CancellationToken cancellationToken)
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Meter,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var rig = RigOf(controller => controller.Named("traced"));
        rig.Reconciler.Script = (request, _) => request.Attempt == 1 ? throw new InvalidOperationException("oh") : new(ReconcileResult.Done);
        await rig.Host.StartAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 302), cancellationToken);
        _cluster.Put(Widget.Named("linked"));
        await rig.PassTimeUntilAsync(() => Reconciles().Count() == 2, cancellationToken);
        await rig.Host.StopAsync(cancellationToken);

        var change = ended.Single(activity => activity.OperationName.StartsWith("added widgets", StringComparison.Ordinal) && activity.GetTagItem("k8s.object") is "default/linked");
        var (failed, succeeded) = (Reconciles().First(), Reconciles().Last());
        Assert.That(failed.Links.Single().Context, Is.EqualTo(change.Context));
        Assert.That((failed.Status, failed.GetTagItem("outcome"), failed.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, (object)"error", (object)"System.InvalidOperationException")));
        Assert.That((succeeded.Status, succeeded.GetTagItem("causes"), succeeded.GetTagItem("attempt")), Is.EqualTo((ActivityStatusCode.Ok, (object)"Retry", (object)2)));

        IEnumerable<Activity> Reconciles() => ended.Where(activity => activity.OperationName == "reconcile traced");
    }

    private static MetricCollector<T> Collect<T>(HostRig rig, string instrument)
        where T : struct => new(rig.Get<IMeterFactory>(), Meter, instrument);

    private HostRig RigOf(Action<ControllerBuilder<Widget>> configure) => new(_cluster, kube =>
    {
        kube.Services.AddMetrics();
        kube.AddController<ScriptedReconciler, Widget>(configure);
    });
}
