using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace KubeController.Client.Access;

/// <summary>Makes KubernetesClient's models of one kubeconfig file (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/), with its paths made absolute.</summary>
internal sealed class KubeconfigReader(string file)
{
    // Paths in a file are relative to that file.
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(file))!;

    /// <exception cref="KubeConfigException">The file is absent, no YAML, or not as a kubeconfig should be.</exception>
    public K8SConfiguration Read()
    {
        var root = KubeconfigNode.Read(file);
        return new()
        {
            CurrentContext = root.Text("current-context"),
            Contexts = [.. root.Mappings("contexts").Select(static one => new Context { Name = one.Text("name"), ContextDetails = ContextOf(one.Mapping("context")) })],
            Clusters = [.. root.Mappings("clusters").Select(one => new Cluster { Name = one.Text("name"), ClusterEndpoint = ClusterOf(one.Mapping("cluster")) })],
            Users = [.. root.Mappings("users").Select(one => new User { Name = one.Text("name"), UserCredentials = UserOf(one.Mapping("user")) })],
        };
    }

    /// <summary>Finds the <c>tokenFile</c> of a user, which KubernetesClient's models leave out.</summary>
    /// <param name="user">The user.</param>
    /// <param name="tokenFile">The file, if the user has one.</param>
    /// <returns>Whether the user is in this kubeconfig.</returns>
    public bool TryFindTokenFile(string user, out string? tokenFile)
    {
        var found = KubeconfigNode.Read(file).Mappings("users").FirstOrDefault(one => one.Text("name") == user);
        tokenFile = Full(found?.Mapping("user")?.Text("tokenFile"));
        return found is not null;
    }

    private static ContextDetails? ContextOf(KubeconfigNode? node) => node is null ? null : new()
    {
        Cluster = node.Text("cluster"),
        User = node.Text("user"),
        Namespace = node.Text("namespace"),
    };

    private ClusterEndpoint? ClusterOf(KubeconfigNode? node) => node is null ? null : new()
    {
        Server = node.Text("server"),
        TlsServerName = node.Text("tls-server-name"),
        SkipTlsVerify = node.Flag("insecure-skip-tls-verify"),
        CertificateAuthority = Full(node.Text("certificate-authority")),
        CertificateAuthorityData = node.Text("certificate-authority-data"),
    };

    private UserCredentials? UserOf(KubeconfigNode? node) => node is null ? null : new()
    {
        ClientCertificate = Full(node.Text("client-certificate")),
        ClientCertificateData = node.Text("client-certificate-data"),
        ClientKey = Full(node.Text("client-key")),
        ClientKeyData = node.Text("client-key-data"),
        Token = node.Text("token"),
        UserName = node.Text("username"),
        Password = node.Text("password"),
        Impersonate = node.Text("as"),
        ImpersonateGroups = [.. node.Texts("as-groups")],
        AuthProvider = ProviderOf(node.Mapping("auth-provider")),
        ExternalExecution = PluginOf(node.Mapping("exec")),
    };

    private static AuthProvider? ProviderOf(KubeconfigNode? node) => node is null ? null : new()
    {
        Name = node.Text("name"),
        Config = node.Mapping("config")?.AllTexts() ?? [],
    };

    private static ExternalExecution? PluginOf(KubeconfigNode? node) => node is null ? null : new()
    {
        ApiVersion = node.Text("apiVersion"),
        Command = node.Text("command"),
        Arguments = [.. node.Texts("args")],
        EnvironmentVariables = [.. node.Mappings("env").Select(static one => one.AllTexts())],
        InstallHint = node.Text("installHint"),
        ProvideClusterInfo = node.Flag("provideClusterInfo"),
    };

    private string? Full(string? path) => string.IsNullOrWhiteSpace(path) ? null : Path.GetFullPath(path, _folder);
}
