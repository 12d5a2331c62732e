using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace KubeController.WorkQueues.Metrics;

/// <summary>The instruments of all queues of one meter factory: made once, whatever queues come and go. Names and meanings are client-go's.</summary>
internal sealed class WorkQueueInstruments
{
    public const string MeterName = "KubeController.WorkQueue";

    // Of more priorities than these at a time, the depths are reported together.
    private const int MostPriorities = 25;

    // 10 nanoseconds to 10 seconds, as client-go has them, and on to the minutes that a reconcile may take.
    private static readonly InstrumentAdvice<double> Buckets =
        new() { HistogramBucketBoundaries = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000] };

    private static readonly ConditionalWeakTable<IMeterFactory, WorkQueueInstruments> Instances = [];

    private ImmutableList<QueueMeter> _queues = [];

    private WorkQueueInstruments(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        QueueDuration = meter.CreateHistogram("workqueue.queue.duration", "s", "How long keys were ready before they were taken.", tags: null, Buckets);
        WorkDuration = meter.CreateHistogram("workqueue.work.duration", "s", "How long keys were worked on.", tags: null, Buckets);
        meter.CreateObservableUpDownCounter("workqueue.depth", Depths, "{key}", "How many keys are ready, by priority.");
        meter.CreateObservableUpDownCounter("workqueue.delayed", () => Measure(figures => figures.Delayed), "{key}", "How many keys wait for their time.");
        meter.CreateObservableUpDownCounter("workqueue.processing", () => Measure(figures => figures.Processing), "{key}", "How many keys are worked on.");
        meter.CreateObservableCounter("workqueue.adds", () => Measure(figures => figures.Adds), "{add}", "How often a key became ready, or dirty while it was worked on.");
        meter.CreateObservableCounter("workqueue.retries", () => Measure(figures => figures.Retries), "{retry}", "How often a key was to come later: retries, requeues and delayed adds.");
        meter.CreateObservableGauge(
            "workqueue.unfinished_work", () => Measure(figures => figures.UnfinishedWork.TotalSeconds), "s", "For how long the keys in work are being worked on, added up. What grows without end is stuck.");
        meter.CreateObservableGauge(
            "workqueue.longest_running_processor", () => Measure(figures => figures.LongestRunning.TotalSeconds), "s", "For how long the key is being worked on that was taken first.");
    }

    public Histogram<double> QueueDuration { get; }

    public Histogram<double> WorkDuration { get; }

    public static WorkQueueInstruments Of(IMeterFactory factory) => Instances.GetValue(factory, static made => new(made));

    public void Register(QueueMeter queue) => ImmutableInterlocked.Update(ref _queues, static (queues, added) => queues.Add(added), queue);

    public void Unregister(QueueMeter queue) => ImmutableInterlocked.Update(ref _queues, static (queues, gone) => queues.Remove(gone), queue);

    private IEnumerable<Measurement<T>> Measure<T>(Func<QueueFigures, T> figure)
        where T : struct => _queues.Select(queue => new Measurement<T>(figure(queue.Read()), queue.NameTag));

    private IEnumerable<Measurement<int>> Depths()
    {
        foreach (var queue in _queues)
        {
            var depths = queue.Read().Depths;
            foreach (var (priority, count) in depths.Take(MostPriorities))
            {
                yield return new(count, queue.NameTag, new("priority", priority.ToString(CultureInfo.InvariantCulture)));
            }

            if (depths.Count > MostPriorities)
            {
                yield return new(depths.Skip(MostPriorities).Sum(depth => depth.Count), queue.NameTag, new("priority", "other"));
            }
        }
    }
}
