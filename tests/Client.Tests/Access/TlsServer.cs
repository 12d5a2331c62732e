using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeController.Client.Tests.Access;

/// <summary>Answers each connection with one Kubernetes object over TLS, and remembers which name was asked for and who asked.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;

    public TlsServer(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, false));
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        Authority = authority.CreateSelfSigned(from, from.AddDays(10));
        _certificate = Issue("CN=server", name);
        _listener.Start();
        _serving = ServeAsync();
    }

    public X509Certificate2 Authority { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string? ServerName { get; private set; }

    public string? ClientName { get; private set; }

    /// <summary>Gets what the client showed beside its certificate.</summary>
    public IReadOnlyList<string> ClientChain { get; private set; } = [];

    public string? Request { get; private set; }

    /// <summary>Gets whether it offers HTTP/2, which it cannot do: it answers in HTTP/1.1 whatever is agreed.</summary>
    public bool OffersHttp2 { get; init; }

    /// <summary>Gets what was agreed for each connection.</summary>
    public List<string> Protocols { get; } = [];

    public X509Certificate2 Issue(string subject, string? name) => Issue(subject, name, Authority, isAuthority: false);

    public X509Certificate2 IssueAuthority(string subject) => Issue(subject, null, Authority, isAuthority: true);

    public static X509Certificate2 Issue(string subject, string? name, X509Certificate2 issuer, bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (name is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        }

        using var issued = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
        _certificate.Dispose();
        Authority.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not trust us, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                ServerName = hello.ServerName;
                return ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    // As an API server does, it names the authorities whose clients it takes.
                    ServerCertificateContext = SslStreamCertificateContext.Create(
                        _certificate, null, offline: true, SslCertificateTrust.CreateForX509Collection([Authority], sendTrustInHandshake: true)),
                    ClientCertificateRequired = true,
                    ApplicationProtocols = OffersHttp2 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : null,
                    RemoteCertificateValidationCallback = (_, _, chain, _) =>
                    {
                        ClientChain = [.. chain?.ChainPolicy.ExtraStore.Select(shown => shown.Subject) ?? []];
                        return true;
                    },
                });
            },
            null,
            _stop.Token);
        Protocols.Add(stream.NegotiatedApplicationProtocol.ToString());
        ClientName = stream.RemoteCertificate?.Subject;
        var buffer = new byte[8192];
        Request = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, _stop.Token));
        const string body = """{"metadata":{"name":"x"}}""";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), _stop.Token);
    }
}
