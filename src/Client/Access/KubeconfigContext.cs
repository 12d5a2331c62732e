using k8s.KubeConfigModels;

namespace KubeController.Client.Access;

/// <summary>One context of a kubeconfig, with the cluster and the user it names.</summary>
internal sealed class KubeconfigContext
{
    public KubeconfigContext(K8SConfiguration content, string? name)
    {
        Details = content.Contexts?.FirstOrDefault(one => IsNamed(one.Name, name ?? content.CurrentContext))?.ContextDetails;
        User = content.Users?.FirstOrDefault(one => IsNamed(one.Name, Details?.User))?.UserCredentials;
        Cluster = content.Clusters?.FirstOrDefault(one => IsNamed(one.Name, Details?.Cluster))?.ClusterEndpoint;
    }

    public ContextDetails? Details { get; }

    public UserCredentials? User { get; }

    public ClusterEndpoint? Cluster { get; }

    public TlsSource TlsOf(ExecCredentials? plugin) => new()
    {
        Authorities = PemSource.Of(Cluster?.CertificateAuthorityData, Cluster?.CertificateAuthority),
        Certificate = PemSource.Of(User?.ClientCertificateData, User?.ClientCertificate),
        Key = PemSource.Of(User?.ClientKeyData, User?.ClientKey),
        Plugin = plugin,
    };

    /// <summary>As KubernetesClient compares them.</summary>
    private static bool IsNamed(string name, string? wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
}
