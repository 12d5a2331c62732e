using System.Net.Security;

namespace KubeController.Client.Access;

/// <summary>Builds the handlers that connect to a server.</summary>
internal static class ServerHandler
{
    public static SocketsHttpHandler Create(ServerAccess access, TlsPem pem)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(20),
            EnableMultipleHttp2Connections = true,
            // A peer that vanished is noticed within 45 s, idle watches included; the connector does the same for HTTP/1.1.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            InitialHttp2StreamWindowSize = 1024 * 1024,
            SslOptions = SslOptionsOf(access, pem),
        };
        handler.ConnectCallback = string.IsNullOrEmpty(access.TlsServerName)
            ? KeptAliveConnector.ConnectAsync
            : new NamedTlsConnector(handler.SslOptions, access.TlsServerName).ConnectAsync;
        access.Setup?.Invoke(handler);
        return handler;
    }

    private static SslClientAuthenticationOptions SslOptionsOf(ServerAccess access, TlsPem pem)
    {
        var options = new SslClientAuthenticationOptions();
        if (access.SkipTlsVerify)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        }
        else if (pem.Authorities is not null)
        {
            options.RemoteCertificateValidationCallback = TrustedAuthorities.Load(pem.Authorities).Validate;
        }

        options.ClientCertificateContext = ClientCertificate.Load(pem);
        return options;
    }
}
