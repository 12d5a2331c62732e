using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Models;
using KubeController.Client.Access;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Access;

/// <summary>Files that are replaced while a connection is in use.</summary>
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RotationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("client-tests-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Token_FileReplaced_IsReadAgainAfterTenSeconds(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, "{}");
        using var transport = Connect.Transport(handler, new TokenFileCredentials(Write("token", "one\n"), _time), _time);
        await SendAsync();
        Write("token", "two\n");
        await SendAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await SendAsync();
        Assert.That(handler.Requests.Select(request => request.Header("Authorization")), Is.EqualTo(new[] { "Bearer one", "Bearer one", "Bearer two" }));

        Task SendAsync() => transport.SendAsync(new() { Method = HttpMethod.Get, Path = "api", Description = "get api" }, cancellationToken);
    }

    [Test]
    public async Task Token_RefusedAndFileReplaced_IsReadAtOnce(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then((request, _) => Task.FromResult(ScriptedHandler.Answer(
            request.Header("Authorization") == "Bearer two" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, "{}")));
        using var transport = Connect.Transport(handler, new TokenFileCredentials(Write("token", "one"), _time), _time);
        var request = new Client.Http.ApiRequest { Method = HttpMethod.Get, Path = "api", Description = "get api" };
        await Catch.Async<UnauthorizedException>(transport.SendAsync(request, cancellationToken));
        Write("token", "two");
        await transport.SendAsync(request, cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Authorities_ServerHasANewOneAndTheFileToo_IsTrustedAtOnce(CancellationToken cancellationToken)
    {
        await using var before = new TlsServer("localhost");
        await using var after = new TlsServer("localhost");
        var file = Write("ca.crt", before.Authority.ExportCertificatePem());
        using var handler = new RotatingHandler(
            new() { Address = new("https://localhost"), Tls = new() { Authorities = new(null, file) } }, _time, NullLogger.Instance);
        using var invoker = new HttpMessageInvoker(handler);
        (await GetAsync(before)).Dispose();
        Assert.That(() => GetAsync(after), Throws.TypeOf<HttpRequestException>());
        Write("ca.crt", after.Authority.ExportCertificatePem());
        (await GetAsync(after)).Dispose();
        Assert.That(() => GetAsync(before), Throws.TypeOf<HttpRequestException>(), "the old one is trusted no more");

        Task<HttpResponseMessage> GetAsync(TlsServer server) => invoker.SendAsync(new(HttpMethod.Get, $"https://localhost:{server.Port}/"), cancellationToken);
    }

    [Test]
    public async Task ClientCertificate_FilesReplaced_IsTheNewOneAfterTenSeconds(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        WritePair(server, "CN=one");
        using var connection = ApiConnection.FromConfiguration(
            new()
            {
                Host = $"https://localhost:{server.Port}",
                SslCaCerts = [server.Authority],
                ClientCertificateFilePath = Path.Combine(_folder, "tls.crt"),
                ClientKeyFilePath = Path.Combine(_folder, "tls.key"),
            },
            new() { TimeProvider = _time });
        var client = new ResourceClient(connection);
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(server.ClientName, Is.EqualTo("CN=one"));

        Write("tls.key", "half replaced");
        _time.Advance(TimeSpan.FromSeconds(10));
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(server.ClientName, Is.EqualTo("CN=one"), "what cannot be read replaces nothing");

        WritePair(server, "CN=two");
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(server.ClientName, Is.EqualTo("CN=one"));
        _time.Advance(TimeSpan.FromSeconds(10));
        await client.GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        Assert.That(server.ClientName, Is.EqualTo("CN=two"));
    }

    [Test]
    public async Task ClientCertificate_OfAPlugin_IsShown(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        WritePair(server, "CN=plugin");
        var plugin = new ExecCredentials(
            _ => Task.FromResult(new ExecCredential(
                null, File.ReadAllBytes(Path.Combine(_folder, "tls.crt")), File.ReadAllBytes(Path.Combine(_folder, "tls.key")), null)),
            _time);
        var access = new ServerAccess
        {
            Address = new($"https://localhost:{server.Port}"),
            Tls = new() { Authorities = new(Encoding.ASCII.GetBytes(server.Authority.ExportCertificatePem()), null), Plugin = plugin },
        };
        using var transport = Connect.Transport(
            new RotatingHandler(access, _time, NullLogger.Instance), plugin, _time, access.Address);
        await transport.SendAsync(new() { Method = HttpMethod.Get, Path = "api", Description = "get api" }, cancellationToken);
        Assert.That(server.ClientName, Is.EqualTo("CN=plugin"));
    }

    [Test]
    public async Task Watch_HandlerReplacedMeanwhile_GoesOn(CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(overTheNetwork: true);
        var configuration = await server.ConfigurationAsync();
        var file = Write("ca.crt", configuration.SslCaCerts.ExportCertificatePems());
        var access = ServerAccess.Of(configuration) with
        {
            Tls = new() { Authorities = new(null, file) },
            Credentials = new RequestCredentials(configuration, null, _time, NullLogger.Instance),
        };
        using var handler = new RotatingHandler(access, _time, NullLogger.Instance);
        using var connection = new ApiConnection(access.Address, new Authorized(access.Credentials, handler));
        await using var watch = await new ListWatch<V1ConfigMap>(connection, options: new() { Namespace = "default" }).OpenWatchAsync(cancellationToken: cancellationToken);
        await using var frames = watch.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        Write("ca.crt", configuration.SslCaCerts.ExportCertificatePems() + "\n\n");
        Assert.That(await handler.TryRotateAsync(cancellationToken), Is.True);
        await new ResourceClient(connection).CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        while (await frames.MoveNextAsync() && frames.Current.Object?.Metadata.Name != "a")
        {
        }

        Assert.That(frames.Current.Object!.Metadata.Name, Is.EqualTo("a"));
    }

    [Test]
    public async Task Send_AfterDispose_IsSaid(CancellationToken cancellationToken)
    {
        var connection = ApiConnection.FromConfiguration(new() { Host = "https://localhost:1" });
        connection.Dispose();
        await Catch.Async<ObjectDisposedException>(new ResourceClient(connection).GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken));
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private void WritePair(TlsServer server, string subject)
    {
        using var client = server.Issue(subject, null);
        Write("tls.crt", client.ExportCertificatePem());
        Write("tls.key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private sealed class Authorized(ICredentialSource credentials, HttpMessageHandler handler) : DelegatingHandler(handler)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await credentials.AuthorizeAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
