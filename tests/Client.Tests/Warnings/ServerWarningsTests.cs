using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using KubeController.Client.Warnings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace KubeController.Client.Tests.Warnings;

[CancelAfter(20_000)]
public sealed class ServerWarningsTests
{
    [Test]
    public async Task Send_WarningTwice_IsLoggedOnce(CancellationToken cancellationToken)
    {
        using var logs = new FakeLoggerProvider();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var handler = new ScriptedHandler().Then((_, _) =>
        {
            var response = ScriptedHandler.Answer(HttpStatusCode.OK, Bodies.ConfigMap("x"));
            response.Headers.TryAddWithoutValidation("Warning", "299 - \"unknown field \\\"spec.x\\\"\"");
            return Task.FromResult(response);
        });
        using var connection = new ApiConnection(Connect.Server, handler, new() { LoggerFactory = factory });
        var client = new ResourceClient(connection);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(
            logs.Collector.GetSnapshot().Select(record => $"{record.Level} {record.Message}"),
            Is.EqualTo(new[] { "Warning get configmaps default/x: the server warns: unknown field \"spec.x\"" }));
    }

    [Test]
    public async Task Send_Hook_GetsEachWarningAndMayThrow(CancellationToken cancellationToken)
    {
        var told = new List<ServerWarning>();
        var handler = new ScriptedHandler().Then((_, _) =>
        {
            var response = ScriptedHandler.Answer(HttpStatusCode.OK, Bodies.ConfigMap("x"));
            response.Headers.TryAddWithoutValidation("Warning", ["299 - \"one\"", "299 - \"two\""]);
            return Task.FromResult(response);
        });
        using var connection = new ApiConnection(Connect.Server, handler, new()
        {
            OnWarning = warning =>
            {
                told.Add(warning);
                throw new InvalidOperationException("not interested");
            },
        });
        var client = new ResourceClient(connection);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(told.Select(warning => warning.Text), Is.EqualTo(new[] { "one", "two", "one", "two" }));
        Assert.That(told[0].Request, Is.EqualTo("get configmaps default/x"));
    }

    [Test]
    public void TryAdd_MoreTextsThanItHolds_ForgetsTheOldestAndNeverGoesSilent()
    {
        var texts = new RecentTexts(capacity: 3);
        Assert.That(Enumerable.Range(0, 100).All(i => texts.TryAdd($"t{i}")), Is.True);
        Assert.That(texts.TryAdd("t99"), Is.False);
        Assert.That(texts.TryAdd("t97"), Is.False);
        Assert.That(texts.TryAdd("t0"), Is.True);
    }
}
