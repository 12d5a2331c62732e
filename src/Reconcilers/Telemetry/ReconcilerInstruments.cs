using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace KubeController.Reconcilers.Telemetry;

/// <summary>The instruments of all controllers of one meter factory: made once, whatever controllers come and go.</summary>
internal sealed class ReconcilerInstruments
{
    public const string MeterName = "KubeController.Reconcilers";

    // Those of controller-runtime, from 5 milliseconds to a minute, and on to where a reconcile is stuck.
    private static readonly InstrumentAdvice<double> Buckets =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };

    private static readonly ConditionalWeakTable<IMeterFactory, ReconcilerInstruments> Instances = [];

    private ImmutableList<ControllerTelemetry> _controllers = [];

    private ReconcilerInstruments(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        Reconciles = meter.CreateCounter<long>("kubecontroller.controller.reconciles", "{reconcile}", "Reconciles that have ended, by how.");
        Duration = meter.CreateHistogram("kubecontroller.controller.reconcile.duration", "s", "How long reconciles took.", tags: null, Buckets);
        Latency = meter.CreateHistogram(
            "kubecontroller.controller.event_to_done.duration", "s", "From the first event that woke a reconcile until it had succeeded, retries included.", tags: null, Buckets);
        TerminalErrors = meter.CreateCounter<long>("kubecontroller.controller.terminal_errors", "{reconcile}", "Reconciles whose failure is not retried.");
        Timeouts = meter.CreateCounter<long>("kubecontroller.controller.timeouts", "{reconcile}", "Reconciles that were cancelled for having passed their deadline.");
        Requeues = meter.CreateCounter<long>("kubecontroller.controller.requeues", "{requeue}", "How often a key was to come again by itself, by why.");
        Changes = meter.CreateCounter<long>("kubecontroller.controller.changes", "{change}", "Changes that a controller was told of, before its predicates.");
        Drops = meter.CreateCounter<long>("kubecontroller.controller.changes.dropped", "{change}", "Changes that a predicate has dropped, by which.");
        Wakes = meter.CreateCounter<long>("kubecontroller.controller.wakes", "{wake}", "How often something named a key to reconcile; many of them can become one reconcile.");
        meter.CreateObservableUpDownCounter("kubecontroller.controller.workers.active", () => Measure(controller => controller.ActiveWorkers), "{worker}", "Reconciles that run.");
        meter.CreateObservableUpDownCounter("kubecontroller.controller.workers.limit", () => Measure(controller => controller.Workers), "{worker}", "How many reconciles may run side by side.");
    }

    public Counter<long> Reconciles { get; }

    public Histogram<double> Duration { get; }

    public Histogram<double> Latency { get; }

    public Counter<long> TerminalErrors { get; }

    public Counter<long> Timeouts { get; }

    public Counter<long> Requeues { get; }

    public Counter<long> Changes { get; }

    public Counter<long> Drops { get; }

    public Counter<long> Wakes { get; }

    public static ReconcilerInstruments Of(IMeterFactory factory) => Instances.GetValue(factory, static made => new(made));

    public void Register(ControllerTelemetry controller) => ImmutableInterlocked.Update(ref _controllers, static (controllers, added) => controllers.Add(added), controller);

    public void Unregister(ControllerTelemetry controller) => ImmutableInterlocked.Update(ref _controllers, static (controllers, gone) => controllers.Remove(gone), controller);

    private IEnumerable<Measurement<int>> Measure(Func<ControllerTelemetry, int> figure) =>
        _controllers.Select(controller => new Measurement<int>(figure(controller), controller.NameTag));
}
