using System.Text;
using k8s;

namespace KubeController.Client.Access;

/// <summary>Where a server is, whom to trust there, and who we are.</summary>
internal sealed record ServerAccess
{
    public required Uri Address { get; init; }

    /// <summary>The namespace that we run in, or that the kubeconfig's context names.</summary>
    public string? Namespace { get; init; }

    public TlsSource Tls { get; init; } = new();

    public bool SkipTlsVerify { get; init; }

    public string? TlsServerName { get; init; }

    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version20;

    public string? UserAgent { get; init; }

    public ICredentialSource? Credentials { get; init; }

    /// <summary>Has the last word on each handler.</summary>
    public Action<SocketsHttpHandler>? Setup { get; init; }

    /// <summary>Returns the access that a configuration of KubernetesClient describes, but for its credentials.</summary>
    /// <exception cref="ArgumentException">The configuration names no absolute address.</exception>
    public static ServerAccess Of(KubernetesClientConfiguration configuration) => new()
    {
        Address = Uri.TryCreate(configuration.Host, UriKind.Absolute, out var address)
            ? address
            : throw new ArgumentException($"The configuration's host '{configuration.Host}' is no absolute address.", nameof(configuration)),
        Namespace = string.IsNullOrEmpty(configuration.Namespace) ? null : configuration.Namespace,
        Tls = new()
        {
            Authorities = configuration.SslCaCerts is { Count: > 0 } authorities
                ? new(Encoding.ASCII.GetBytes(authorities.ExportCertificatePems()), null)
                : null,
            Certificate = PemSource.Of(configuration.ClientCertificateData, configuration.ClientCertificateFilePath),
            Key = PemSource.Of(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath),
        },
        SkipTlsVerify = configuration.SkipTlsVerify,
        TlsServerName = configuration.TlsServerName,
        HttpVersion = configuration.DisableHttp2 ? System.Net.HttpVersion.Version11 : System.Net.HttpVersion.Version20,
        UserAgent = ChosenUserAgent(configuration),
        Setup = configuration.FirstMessageHandlerSetup,
    };

    /// <summary>A configuration names KubernetesClient unless somebody chose otherwise; the requests are not its, and the server's audit log should name the program.</summary>
    private static string? ChosenUserAgent(KubernetesClientConfiguration configuration) =>
        configuration.UserAgent == new KubernetesClientConfiguration().UserAgent ? null : configuration.UserAgent;
}
