using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Models;
using KubeController.Client.Access;

namespace KubeController.Client.Tests.Access;

[CancelAfter(30_000)]
public sealed class ServerHandlerTests
{
    private static readonly ServerAccess Anywhere = new() { Address = new("https://server.test/") };

    [Test]
    public async Task Connect_AuthorityOfTheConfiguration_IsTrusted(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        await GetAsync(server, new() { SslCaCerts = [server.Authority] }, cancellationToken);
        Assert.That(server.ServerName, Is.EqualTo("localhost"));
    }

    [Test]
    public async Task Connect_OtherAuthority_IsRefusedAndNotRepeated(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        await using var other = new TlsServer("localhost");
        Assert.That(
            () => GetAsync(server, new() { SslCaCerts = [other.Authority] }, cancellationToken),
            Throws.TypeOf<HttpRequestException>().With.Property(nameof(HttpRequestException.HttpRequestError)).EqualTo(HttpRequestError.SecureConnectionError));
    }

    [Test]
    public async Task Connect_OtherName_IsRefused(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("elsewhere.test");
        Assert.That(() => GetAsync(server, new() { SslCaCerts = [server.Authority] }, cancellationToken), Throws.TypeOf<HttpRequestException>());
    }

    [Test]
    public async Task Connect_TlsServerName_IsTheNameOfTheHandshakeAndNotTheHost(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("elsewhere.test");
        await GetAsync(server, new() { SslCaCerts = [server.Authority], TlsServerName = "elsewhere.test" }, cancellationToken);
        Assert.That(server.ServerName, Is.EqualTo("elsewhere.test"));
        Assert.That(server.Request, Does.Contain($"Host: localhost:{server.Port}"));
    }

    [Test]
    public async Task Connect_TlsServerNameThatTheServerLacks_IsRefusedAndNotRepeated(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        Assert.That(
            () => GetAsync(server, new() { SslCaCerts = [server.Authority], TlsServerName = "other.test" }, cancellationToken),
            Throws.TypeOf<HttpRequestException>().With.Property(nameof(HttpRequestException.HttpRequestError)).EqualTo(HttpRequestError.SecureConnectionError));
    }

    [Test]
    public async Task Connect_SkipTlsVerify_TakesAnyCertificate(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("elsewhere.test");
        await GetAsync(server, new() { SkipTlsVerify = true }, cancellationToken);
        Assert.That(server.Request, Does.StartWith("GET /api/v1/namespaces/default/configmaps/x "));
    }

    [Test]
    public async Task Connect_ClientCertificate_IsShown(CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        using var client = server.Issue("CN=me", null);
        await GetAsync(
            server,
            new()
            {
                SslCaCerts = [server.Authority],
                ClientCertificateData = Convert.ToBase64String(Encoding.ASCII.GetBytes(client.ExportCertificatePem())),
                ClientCertificateKeyData = Convert.ToBase64String(Encoding.ASCII.GetBytes(client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())),
            },
            cancellationToken);
        Assert.That(server.ClientName, Is.EqualTo("CN=me"));
    }

    // The server names its root alone; without the intermediate it could not tell that the certificate comes from there.
    [TestCase(null)]
    [TestCase("localhost")]
    public async Task Connect_ClientCertificateOfAnIntermediate_IsShownWithIt(string? tlsServerName, CancellationToken cancellationToken)
    {
        await using var server = new TlsServer("localhost");
        using var intermediate = server.IssueAuthority("CN=intermediate");
        using var client = TlsServer.Issue("CN=me", null, intermediate, isAuthority: false);
        await GetAsync(
            server,
            new()
            {
                SslCaCerts = [server.Authority],
                TlsServerName = tlsServerName,
                ClientCertificateData = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client.ExportCertificatePem()}\n{intermediate.ExportCertificatePem()}\n")),
                ClientCertificateKeyData = Convert.ToBase64String(Encoding.ASCII.GetBytes(client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())),
            },
            cancellationToken);
        Assert.That(server.ClientName, Is.EqualTo("CN=me"));
        Assert.That(server.ClientChain, Does.Contain("CN=intermediate"));
    }

    [Test]
    public void Create_CertificateWithoutKey_SaysSo() =>
        Assert.That(
            () => ServerHandler.Create(Anywhere, new(null, [1], null)),
            Throws.ArgumentException.With.Message.Contains("certificate without its key"));

    [Test]
    public void Create_Defaults_AreThoseOfAnOperator()
    {
        using var handler = ServerHandler.Create(Anywhere, new(null, null, null));
        Assert.That(handler.KeepAlivePingDelay, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(handler.KeepAlivePingTimeout, Is.EqualTo(TimeSpan.FromSeconds(15)));
        Assert.That(handler.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(handler.EnableMultipleHttp2Connections, Is.True);
        Assert.That(handler.AllowAutoRedirect, Is.False);
        Assert.That(handler.AutomaticDecompression, Is.EqualTo(DecompressionMethods.None));
    }

    [Test]
    public void Create_SetupOfTheConfiguration_HasTheLastWord()
    {
        using var handler = ServerHandler.Create(
            Anywhere with { Setup = handler => handler.ConnectTimeout = TimeSpan.FromSeconds(1) }, new(null, null, null));
        Assert.That(handler.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    private static async Task GetAsync(TlsServer server, KubernetesClientConfiguration configuration, CancellationToken cancellationToken)
    {
        configuration.Host = $"https://localhost:{server.Port}";
        using var connection = ApiConnection.FromConfiguration(configuration);
        await new ResourceClient(connection).GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
    }
}
