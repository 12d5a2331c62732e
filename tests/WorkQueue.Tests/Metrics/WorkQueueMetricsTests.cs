using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests.Metrics;

/// <summary>The instruments, with client-go's meanings.</summary>
public sealed class WorkQueueMetricsTests
{
    private FakeTimeProvider _time = null!;
    private TestMeterFactory _factory = null!;
    private Measurements _measured = null!;
    private WorkQueue<string> _queue = null!;

    [SetUp]
    public void CreateQueue()
    {
        (_time, _factory) = (new(), new());
        _measured = new(_factory);
        _queue = Create("widgets");
    }

    [TearDown]
    public void Dispose()
    {
        _queue.Dispose();
        _measured.Dispose();
        _factory.Dispose();
    }

    [Test]
    public async Task Collect_DisposedAsync_Nothing()
    {
        await _queue.DisposeAsync();
        Assert.That(_measured.Collect(), Is.Empty);
    }

    [Test]
    public void Collect_NewQueue_EverySeriesIsThereAtZero()
    {
        Assert.That(_measured.Collect(), Is.EquivalentTo(new[]
        {
            "workqueue.depth{name=widgets,priority=0} 0", "workqueue.depth{name=widgets,priority=-50} 0", "workqueue.depth{name=widgets,priority=-100} 0",
            "workqueue.delayed{name=widgets} 0", "workqueue.processing{name=widgets} 0", "workqueue.adds{name=widgets} 0", "workqueue.retries{name=widgets} 0",
            "workqueue.unfinished_work{name=widgets} 0", "workqueue.longest_running_processor{name=widgets} 0",
        }));
    }

    [Test]
    public void Depth_ByPriority_CountsWhatIsReady()
    {
        _queue.Add("a");
        _queue.Add("b", WorkPriority.Background);
        _queue.Add("c", 7);
        _queue.AddAfter("d", TimeSpan.FromSeconds(1));
        Assert.That(_measured.Collect("workqueue.depth"), Is.EquivalentTo(new[]
        {
            "workqueue.depth{name=widgets,priority=7} 1", "workqueue.depth{name=widgets,priority=0} 1", "workqueue.depth{name=widgets,priority=-50} 0",
            "workqueue.depth{name=widgets,priority=-100} 1",
        }));
        Assert.That(_measured.Collect("workqueue.delayed"), Is.EqualTo(new[] { "workqueue.delayed{name=widgets} 1" }));
    }

    [Test]
    public void Depth_MoreThan25Priorities_TheLowestAreTogether()
    {
        for (var priority = 1; priority <= 40; priority++)
        {
            _queue.Add(priority.ToString(CultureInfo.InvariantCulture), priority);
        }

        var depths = _measured.Collect("workqueue.depth");
        Assert.That(depths, Has.Count.EqualTo(26));
        Assert.That(depths, Does.Contain("workqueue.depth{name=widgets,priority=other} 15"));
    }

    [Test]
    public void Adds_DirtyAlready_NotCounted()
    {
        _queue.Add("a");
        _queue.Add("a");
        var item = Take();
        _queue.Add("a");
        _queue.Add("a");
        item.Succeed();
        Assert.That(_measured.Collect("workqueue.adds"), Is.EqualTo(new[] { "workqueue.adds{name=widgets} 2" }));
    }

    [Test]
    public void Retries_EveryDelayedAddRequeueAndRetry_Counted()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Take().Retry();
        _time.Advance(TimeSpan.FromSeconds(1));
        Take().RequeueAfter(TimeSpan.Zero);
        Take().Succeed();
        Assert.That(_measured.Collect("workqueue.retries"), Is.EqualTo(new[] { "workqueue.retries{name=widgets} 3" }));
    }

    [Test]
    public void Durations_WaitedAndWorked_InSeconds()
    {
        _queue.Add("a");
        _time.Advance(TimeSpan.FromSeconds(2));
        var item = Take();
        _time.Advance(TimeSpan.FromSeconds(3));
        _queue.Add("a");
        _time.Advance(TimeSpan.FromSeconds(1));
        item.Succeed();
        Take().Succeed();
        Assert.That(_measured.Recorded, Is.EqualTo(new[]
        {
            "workqueue.queue.duration{name=widgets} 2", "workqueue.work.duration{name=widgets} 4", "workqueue.queue.duration{name=widgets} 1", "workqueue.work.duration{name=widgets} 0",
        }));
    }

    [Test]
    public void UnfinishedWork_TwoKeysInWork_TheirAgesAddedUpAndTheLongest()
    {
        _queue.Add("a");
        Take();
        _time.Advance(TimeSpan.FromSeconds(2));
        _queue.Add("b");
        Take();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(_measured.Collect("workqueue.unfinished_work"), Is.EqualTo(new[] { "workqueue.unfinished_work{name=widgets} 8" }));
        Assert.That(_measured.Collect("workqueue.longest_running_processor"), Is.EqualTo(new[] { "workqueue.longest_running_processor{name=widgets} 5" }));
        Assert.That(_measured.Collect("workqueue.processing"), Is.EqualTo(new[] { "workqueue.processing{name=widgets} 2" }));
    }

    [Test]
    public void Collect_TwoQueuesOfOneFactory_EachByItsName()
    {
        using var other = Create("gadgets");
        other.Add("x");
        Assert.That(_measured.Collect("workqueue.adds"), Is.EquivalentTo(new[] { "workqueue.adds{name=widgets} 0", "workqueue.adds{name=gadgets} 1" }));
    }

    [Test]
    public void Collect_Disposed_Nothing()
    {
        _queue.Dispose();
        Assert.That(_measured.Collect(), Is.Empty);
    }

    [Test]
    public void Collect_QueueWithoutAName_NotMeasured()
    {
        _queue.Dispose();
        using var queue = Create(name: null);
        queue.Add("a");
        Assert.That(_measured.Collect(), Is.Empty);
    }

    [Test]
    public void Add_NobodyListens_TheTimeIsNotNoted()
    {
        _measured.Dispose();
        _queue.Add("a");
        Assert.That(_queue.GetSnapshot().Waiting.Single().Since, Is.Null);
        using var again = new Measurements(_factory);
        _queue.Add("b");
        Assert.That(_queue.GetSnapshot().Waiting.Single(key => key.Key == "b").Since, Is.EqualTo(_time.GetUtcNow()));
        Take().Succeed();
        Assert.That(again.Recorded, Is.EqualTo(new[] { "workqueue.work.duration{name=widgets} 0" }), "How long 'a' waited is not known, and not made up.");
    }

    [Test]
    public void Dispose_FactoryLivesOn_TheQueueIsNotHeld()
    {
        var queue = CreateAndDispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(queue.TryGetTarget(out _), Is.False);

        // Not inlined, so that no local keeps the queue alive.
        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference<WorkQueue<string>> CreateAndDispose()
        {
            var queue = Create("short-lived");
            queue.Dispose();
            return new(queue);
        }
    }

    private WorkQueue<string> Create(string? name) => new(new() { TimeProvider = _time, Random = () => 0, MeterFactory = _factory, Name = name });

    private WorkItem<string> Take() => _queue.TakeAsync().AsTask().Result!.Value;

    private sealed class TestMeterFactory : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }

    /// <summary>Listens to the meters of one factory.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<string> _collected = [];

        public Measurements(TestMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Meter.Name == "KubeController.WorkQueue")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>(Note);
            _listener.SetMeasurementEventCallback<long>(Note);
            _listener.SetMeasurementEventCallback<double>(Note);
            _listener.Start();
        }

        public List<string> Recorded { get; } = [];

        public List<string> Collect(string? instrument = null)
        {
            _collected.Clear();
            _listener.RecordObservableInstruments();
            return [.. _collected.Where(line => instrument is null || line.StartsWith(instrument + "{", StringComparison.Ordinal))];
        }

        public void Dispose() => _listener.Dispose();

        private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            var labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            (instrument.IsObservable ? _collected : Recorded).Add(string.Create(CultureInfo.InvariantCulture, $"{instrument.Name}{{{labels}}} {value}"));
        }
    }
}
