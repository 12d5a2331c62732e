using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Access;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace KubeController.Client.Tests.Http;

[CancelAfter(30_000)]
public sealed class HttpVersionTests
{
    [Test]
    public async Task Get_ServerWithoutHttp2_IsSpokenToInHttp11(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        using var connection = ApiConnection.FromConfiguration(new() { Host = $"https://localhost:{server.Port}", SslCaCerts = [server.Authority] });
        await new ResourceClient(connection).GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(server.Request, Does.Contain(" HTTP/1.1\r\n"));
    }

    [Test]
    public async Task Get_ServerThatOffersHttp2AndCannotDoIt_IsSpokenToInHttp11FromThenOn(CancellationToken cancellationToken)
    {
        using var logs = new FakeLoggerProvider();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        await using var server = new TlsServer("localhost") { OffersHttp2 = true };
        using var connection = ApiConnection.FromConfiguration(
            new() { Host = $"https://localhost:{server.Port}", SslCaCerts = [server.Authority] }, new() { LoggerFactory = factory, MaxRetries = 0 });
        var client = new ResourceClient(connection);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(server.Protocols, Is.EqualTo(new[] { "h2", "", "" }));
        Assert.That(logs.Collector.GetSnapshot().Select(record => record.Message), Has.One.Contains("HTTP/1.1 does, and is used from now on"));
    }

    [Test]
    public async Task Get_Http2HasWorked_ABrokenConnectionChangesNothing(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then((request, _) => Task.FromResult(Http2Answer()))
            .ThenThrow(new HttpRequestException(HttpRequestError.HttpProtocolError, "reset"))
            .Then((request, _) => Task.FromResult(Http2Answer()));
        using var connection = new ApiConnection(Connect.Server, handler, new() { RetryDelay = TimeSpan.Zero });
        var client = new ResourceClient(connection);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(handler.Requests.Select(request => request.Message.Version), Has.All.EqualTo(HttpVersion.Version20));
    }

    [Test]
    public async Task Create_Http2Fails_IsNotSentAgain(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().ThenThrow(new HttpRequestException(HttpRequestError.HttpProtocolError, "reset"));
        await Catch.Async<HttpRequestException>(Connect.Client(handler).CreateAsync(EmbeddedServer.ConfigMap("x"), cancellationToken));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    private static HttpResponseMessage Http2Answer()
    {
        var answer = ScriptedHandler.Answer(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        answer.Version = HttpVersion.Version20;
        return answer;
    }
}
