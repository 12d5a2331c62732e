namespace KubeController.Client.Access;

/// <summary>Finds the server from within a pod: address from the environment, token and authorities from the files that the kubelet keeps up to date.</summary>
internal static class ClusterAccess
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";

    public static bool IsInCluster => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(HostVariable)) && File.Exists(Path.Combine(Folder, "token"));

    /// <exception cref="InvalidOperationException">This is no pod, or one without a service account's token.</exception>
    public static ServerAccess Load(TimeProvider timeProvider) => Load(Environment.GetEnvironmentVariable, Folder, timeProvider);

    public static ServerAccess Load(Func<string, string?> environment, string folder, TimeProvider timeProvider)
    {
        var (host, port) = (environment(HostVariable), environment(PortVariable));
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            throw new InvalidOperationException($"This program does not run in a pod: '{HostVariable}' and '{PortVariable}' are not both set.");
        }

        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
        {
            throw new InvalidOperationException(
                $"The pod has no token at '{token}'. Let it mount that of its service account (automountServiceAccountToken).");
        }

        return new()
        {
            Address = new($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
            Namespace = NamespaceIn(folder),
            Tls = new() { Authorities = new(null, Path.Combine(folder, "ca.crt")) },
            Credentials = new TokenFileCredentials(token, timeProvider),
        };
    }

    private static string? NamespaceIn(string folder)
    {
        var file = Path.Combine(folder, "namespace");
        return File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } name ? name : null;
    }
}
