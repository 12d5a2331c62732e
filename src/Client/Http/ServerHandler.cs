using System.Net.Security;
using k8s;

namespace KubeController.Client.Http;

/// <summary>Builds the handler that connects to the server of a configuration.</summary>
internal static class ServerHandler
{
    public static SocketsHttpHandler Create(KubernetesClientConfiguration configuration)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(20),
            EnableMultipleHttp2Connections = true,
            // A peer that vanished is noticed within 45 s, idle watches included.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            InitialHttp2StreamWindowSize = 1024 * 1024,
            SslOptions = SslOptionsOf(configuration),
        };
        if (!string.IsNullOrEmpty(configuration.TlsServerName))
        {
            handler.ConnectCallback = new NamedTlsConnector(handler.SslOptions, configuration.TlsServerName).ConnectAsync;
        }

        configuration.FirstMessageHandlerSetup?.Invoke(handler);
        return handler;
    }

    private static SslClientAuthenticationOptions SslOptionsOf(KubernetesClientConfiguration configuration)
    {
        var options = new SslClientAuthenticationOptions();
        if (configuration.SkipTlsVerify)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        }
        else if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            options.RemoteCertificateValidationCallback = new TrustedAuthorities(authorities).Validate;
        }

        options.ClientCertificateContext = ClientCertificate.Load(configuration);
        return options;
    }
}
