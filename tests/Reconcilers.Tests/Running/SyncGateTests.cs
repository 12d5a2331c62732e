using KubeController.Informers;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Running;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests.Running;

[CancelAfter(20_000)]
public sealed class SyncGateTests
{
    // A timer may ring a little early, and the warning takes its time: then less than nothing is left of the time limit.
    [Test]
    public async Task Wait_TimeLimitPassesWhileItWarns_NamesTheLaggards(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider();
        using var connection = new FakeCluster().Connect(time);
        var informers = new SharedInformers(connection, new() { TimeProvider = time });
        informers.GetOrAdd<Widget>();
        var log = FakeLogCollector.Create(new() { OutputSink = _ => time.Advance(TimeSpan.FromSeconds(20)) });
        using var loggerFactory = new LoggerFactory([new FakeLoggerProvider(log)]);
        var options = Options.Create(new KubeControllerOptions { SyncTimeout = TimeSpan.FromSeconds(45) });

        var wait = new SyncGate(informers, new ControllerSurroundings(options, time, loggerFactory)).WaitAsync(cancellationToken);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.That(
            async () => await wait,
            Throws.TypeOf<TimeoutException>().With.Message.Contains("SyncTimeout (00:00:45)").And.Message.Contains("widgets.test.kubecontroller.dev"));
        Assert.That(log.Count, Is.EqualTo(1));
    }
}
