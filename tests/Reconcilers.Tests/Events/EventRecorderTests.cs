using System.Text;
using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Tests.Events;

[CancelAfter(30_000)]
public sealed class EventRecorderTests
{
    private readonly FakeLogCollector _log = FakeLogCollector.Create(new());
    private WritingRig _rig = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _log.Clear();
        _rig = await WritingRig.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task StopAsync() => await _rig.DisposeAsync();

    [Test]
    public async Task Normal_Event_IsWholeAndAboutTheObject(CancellationToken cancellationToken)
    {
        await using var run = Run(new() { ReportingController = "test.kubecontroller.dev/gadgets", ReportingInstance = "pod-1" });
        run.Recorder.Normal(Regarding(), "ScaledUp", "Three are running.", "Scale", new V1Pod { Metadata = new() { Name = "p", NamespaceProperty = "default", Uid = "u-p" } });
        var sent = (await SentAsync(run, cancellationToken)).Single();
        Assert.That(
            (sent.Type, sent.Reason, sent.Action, sent.Note, sent.ReportingController, sent.ReportingInstance),
            Is.EqualTo(("Normal", "ScaledUp", "Scale", "Three are running.", "test.kubecontroller.dev/gadgets", "pod-1")));
        Assert.That(
            (sent.Regarding.ApiVersion, sent.Regarding.Kind, sent.Regarding.NamespaceProperty, sent.Regarding.Name, sent.Regarding.Uid, sent.Related.Kind),
            Is.EqualTo(("test.kubecontroller.dev/v1", "Widget", "default", "a", "uid-a", "Pod")));
        Assert.That((sent.EventTime, sent.Series, sent.Metadata.Name), Is.EqualTo((_rig.Time.GetUtcNow().UtcDateTime, (Eventsv1EventSeries?)null, "a.18ec33b417c68000")));
    }

    [Test]
    public async Task Warning_Repeated_BecomesASeriesWhoseCountIsSentAtItsStartAndItsEnd(CancellationToken cancellationToken)
    {
        await using var run = Run();
        run.Recorder.Warning(Regarding(), "QuotaExceeded", "No room for pod 1.");
        Assert.That((await SentAsync(run, cancellationToken)).Single().Series, Is.Null);

        // Of another version, and with another note: still the same.
        run.Recorder.Warning(Widget.Named("a", metadata => metadata.ResourceVersion = "2"), "QuotaExceeded", "No room for pod 2.");
        var second = (await SentAsync(run, cancellationToken)).Single();
        Assert.That((second.Note, second.Series?.Count, second.Series?.LastObservedTime), Is.EqualTo(("No room for pod 1.", (int?)2, (DateTime?)_rig.Time.GetUtcNow().UtcDateTime)));

        var mark = _rig.Mark();
        _rig.Time.Advance(TimeSpan.FromMinutes(5));
        run.Recorder.Warning(Regarding(), "QuotaExceeded", "No room for pod 3.");
        Assert.That((run.Recorder.WaitingCount, _rig.RequestsSince(mark).Count), Is.EqualTo((1, 0)), "counted, and sent later");

        _rig.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.That((await SentAsync(run, cancellationToken)).Single().Series.Count, Is.EqualTo(3));

        _rig.Time.Advance(TimeSpan.FromMinutes(6));
        run.Recorder.Warning(Regarding(), "QuotaExceeded", "No room for pod 4.");
        Assert.That(await SentAsync(run, cancellationToken), Has.Count.EqualTo(2), "the series was over");
    }

    [Test]
    public async Task Warning_SeriesGoesOn_CountIsRefreshed(CancellationToken cancellationToken)
    {
        await using var run = Run(new() { SeriesRefresh = TimeSpan.FromMinutes(10) });
        for (var minute = 0; minute < 12; minute++)
        {
            run.Recorder.Warning(Regarding(), "Failed", "Again.");
            if (minute < 2)
            {
                await SentAsync(run, cancellationToken);
            }

            _rig.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var sent = (await SentAsync(run, cancellationToken)).Single();
        Assert.That(sent.Series.Count, Is.EqualTo(12));
    }

    [Test]
    public async Task Warning_ServerHasForgottenTheEvent_SentAnewWithItsCount(CancellationToken cancellationToken)
    {
        await using var run = Run();
        run.Recorder.Warning(Regarding(), "Failed", "Once.");
        var first = (await SentAsync(run, cancellationToken)).Single();
        await _rig.Other.DeleteAsync<Eventsv1Event>(NamespacedName.Of(first), cancellationToken: cancellationToken);
        run.Recorder.Warning(Regarding(), "Failed", "Twice.");
        var second = (await SentAsync(run, cancellationToken)).Single();
        Assert.That((second.Series.Count, second.Metadata.Name == first.Metadata.Name), Is.EqualTo((2, false)));
    }

    [Test]
    public async Task Normal_LongTexts_CutToWhatTheServerTakes(CancellationToken cancellationToken)
    {
        await using var run = Run();
        run.Recorder.Normal(Regarding(), new('r', 200), string.Concat(Enumerable.Repeat("€", 500)), new('a', 200));
        var sent = (await SentAsync(run, cancellationToken)).Single();
        Assert.That((sent.Reason.Length, sent.Action.Length, Encoding.UTF8.GetByteCount(sent.Note)), Is.EqualTo((128, 128, 1023)));
    }

    [Test]
    public async Task Normal_ClusterScopedObject_GoesToTheNamespaceDefault(CancellationToken cancellationToken)
    {
        await using var run = Run();
        run.Recorder.Normal(new V1Namespace { Metadata = new() { Name = "n" } }, "Seen", "Seen.");
        var sent = (await SentAsync(run, cancellationToken)).Single();
        Assert.That((sent.Metadata.NamespaceProperty, sent.Regarding.NamespaceProperty, sent.Regarding.ApiVersion), Is.EqualTo(("default", (string?)null, "v1")));
    }

    [Test]
    public void Normal_NoRoom_DroppedCountedAndToldOnce()
    {
        using var recorder = Create(new() { Capacity = 2 });
        for (var i = 0; i < 5; i++)
        {
            recorder.Normal(Widget.Named($"w{i}"), "Seen", "Seen.");
        }

        Assert.That((recorder.WaitingCount, recorder.LostCount), Is.EqualTo((2, 3)));
        Assert.That(_log.GetSnapshot().Count(record => record.Id.Id == 350), Is.EqualTo(1));
    }

    [Test]
    public async Task Normal_RoomIsTakenByWhatIsSent_MadeForTheNew(CancellationToken cancellationToken)
    {
        await using var run = Run(new() { Capacity = 2 });
        for (var i = 0; i < 5; i++)
        {
            run.Recorder.Normal(Widget.Named($"w{i}"), "Seen", "Seen.");
            await SentAsync(run, cancellationToken);
        }

        Assert.That(await SentAsync(run, cancellationToken), Has.Count.EqualTo(5));
        Assert.That(run.Recorder.LostCount, Is.Zero);
    }

    [Test]
    public void Normal_NoReason_LostAndToldAndNotThrown()
    {
        using var recorder = Create();
        Assert.That(() => recorder.Normal(Regarding(), string.Empty, "A reason of elsewhere that is empty."), Throws.Nothing);
        Assert.That((recorder.LostCount, _log.LatestRecord.Id.Id), Is.EqualTo((1, 351)));
    }

    [Test]
    public async Task RunAsync_ServerDoesNotAnswer_TriedSoOftenAndGivenUp(CancellationToken cancellationToken)
    {
        _rig.Fail("create", new() { StatusCode = 503 });
        await using var run = Run(new() { MaxAttempts = 3 });
        var mark = _rig.Mark();
        run.Recorder.Normal(Regarding(), "Seen", "Seen.");
        await WritingRig.UntilAsync(
            () =>
            {
                _rig.Time.Advance(TimeSpan.FromMilliseconds(10));
                return run.Recorder.LostCount == 1;
            },
            cancellationToken);

        // It is counted and told first, and forgotten then.
        await WritingRig.UntilAsync(() => run.Recorder.WaitingCount == 0, cancellationToken);
        Assert.That(_rig.RequestsSince(mark), Has.Count.EqualTo(3));
        Assert.That(_log.GetSnapshot().Count(record => record.Id.Id == 353), Is.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_ServerRefuses_NotTriedAgain(CancellationToken cancellationToken)
    {
        _rig.Fail("create", new() { StatusCode = 403 });
        await using var run = Run();
        var mark = _rig.Mark();
        run.Recorder.Normal(Regarding(), "Seen", "Seen.");
        await WritingRig.UntilAsync(() => run.Recorder.LostCount == 1, cancellationToken);
        Assert.That(_rig.RequestsSince(mark), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_AnswerOfTheCreateIsLost_OneEventAllTheSame(CancellationToken cancellationToken)
    {
        _rig.Fail("create", new() { Cut = FaultCut.AfterCommit });
        await using var run = Run();
        var mark = _rig.Mark();
        run.Recorder.Normal(Regarding(), "Seen", "Seen.");
        await WritingRig.UntilAsync(() => _rig.RequestsSince(mark).Count > 0, cancellationToken);
        _rig.Fail("create", null);
        await WritingRig.UntilAsync(
            () =>
            {
                _rig.Time.Advance(TimeSpan.FromMilliseconds(100));
                return run.Recorder.WaitingCount == 0;
            },
            cancellationToken);
        Assert.That(await SentAsync(run, cancellationToken), Has.Count.EqualTo(1));
        Assert.That(run.Recorder.LostCount, Is.Zero);
    }

    [Test]
    public async Task RunAsync_Stopped_SendsWhatWaitsAndTakesNoMore(CancellationToken cancellationToken)
    {
        var run = Run();
        run.Recorder.Warning(Regarding(), "Failed", "Once.");
        await SentAsync(run, cancellationToken);
        for (var i = 0; i < 9; i++)
        {
            run.Recorder.Warning(Regarding(), "Failed", "Again.");
        }

        await run.StopAsync();
        Assert.That((await _rig.Other.ListAsync<Eventsv1Event>(cancellationToken: cancellationToken)).Single().Series.Count, Is.EqualTo(10));
        run.Recorder.Warning(Regarding(), "Late", "Too late.");
        Assert.That(run.Recorder.LostCount, Is.EqualTo(1));
        run.Recorder.Dispose();
    }

    [Test]
    public async Task RunAsync_StoppedWhileTheServerHangs_EndsAfterTheDrainTimeout(CancellationToken cancellationToken)
    {
        _rig.Fail("create", new() { Latency = TimeSpan.FromHours(1) });
        var run = Run(new() { DrainTimeout = TimeSpan.FromSeconds(5) });
        run.Recorder.Normal(Regarding(), "Seen", "Seen.");
        var stop = run.StopAsync();
        Assert.That(stop.IsCompleted, Is.False);
        _rig.Time.Advance(TimeSpan.FromSeconds(5));
        await stop.WaitAsync(cancellationToken);
        Assert.That((run.Recorder.LostCount, _log.LatestRecord.Id.Id), Is.EqualTo((1, 354)));
        run.Recorder.Dispose();
    }

    [Test]
    public void Constructor_NameThatTheServerWouldRefuse_Thrown() =>
        Assert.That(() => Create(new() { ReportingController = "no name" }), Throws.InstanceOf<OptionsValidationException>());

    [Test]
    public async Task AddKubeController_Host_RunsTheRecorderAndSendsWhatWaitsBeforeItEnds(CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(_rig.Time);
        builder.Services.AddSingleton(_rig.Connection);
        builder.Services.Configure<EventRecorderOptions>(options => options.ReportingController = "gadgets");
        builder.Services.AddKubeController();
        using var host = builder.Build();
        host.Services.GetRequiredService<EventRecorder>().Normal(Regarding(), "Early", "Before the start.");
        await host.StartAsync(cancellationToken);
        host.Services.GetRequiredService<EventRecorder>().Normal(Regarding(), "Late", "Before the stop.");
        await host.StopAsync(cancellationToken);
        var sent = await _rig.Other.ListAsync<Eventsv1Event>(cancellationToken: cancellationToken);
        Assert.That(sent.Select(item => (item.Reason, item.ReportingController)), Is.EquivalentTo(new[] { ("Early", "gadgets"), ("Late", "gadgets") }));
    }

    private static Widget Regarding() => Widget.Named("a");

    private EventRecorder Create(EventRecorderOptions? options = null) => new(
        _rig.Client, options, _rig.Time, () => 0, new LoggerFactory([new FakeLoggerProvider(_log)], new LoggerFilterOptions { MinLevel = LogLevel.Debug }));

    private EventRun Run(EventRecorderOptions? options = null) => new(Create(options));

    private async Task<IReadOnlyList<Eventsv1Event>> SentAsync(EventRun run, CancellationToken cancellationToken)
    {
        await WritingRig.UntilAsync(() => run.Recorder.WaitingCount == 0, cancellationToken);
        return await _rig.Other.ListAsync<Eventsv1Event>(cancellationToken: cancellationToken);
    }

    private sealed class EventRun : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _run;

        public EventRun(EventRecorder recorder) => (Recorder, _run) = (recorder, recorder.RunAsync(_stop.Token));

        public EventRecorder Recorder { get; }

        /// <summary>Has begun to stop when it returns.</summary>
        public Task StopAsync()
        {
            _stop.Cancel();
            return _run;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            Recorder.Dispose();
            _stop.Dispose();
        }
    }
}
