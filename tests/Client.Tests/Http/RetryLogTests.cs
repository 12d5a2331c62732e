using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Http;

[CancelAfter(20_000)]
public sealed class RetryLogTests
{
    [Test]
    public async Task Get_FailsAgainAndAgain_WarnsFromTheThirdTime(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider();
        using var logs = new FakeLoggerProvider();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        var handler = new ScriptedHandler().Then(HttpStatusCode.ServiceUnavailable, "down", "text/plain");
        using var connection = new ApiConnection(Connect.Server, handler, new() { LoggerFactory = factory, TimeProvider = time, MaxRetries = 3 });
        var read = new ResourceClient(connection).GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        await time.RunAsync(read, cancellationToken);
        await Catch.Async<ApiException>(read);
        Assert.That(logs.Collector.GetSnapshot().Select(record => record.Level), Is.EqualTo(new[] { LogLevel.Debug, LogLevel.Debug, LogLevel.Warning }));
        Assert.That(logs.Collector.LatestRecord.Message, Does.StartWith("get configmaps default/x failed 3 time(s), and is tried again in "));
    }
}
