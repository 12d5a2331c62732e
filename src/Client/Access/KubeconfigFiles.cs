using k8s;
using k8s.KubeConfigModels;

namespace KubeController.Client.Access;

/// <summary>Reads kubeconfig files as one (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/): of each name the first counts.</summary>
internal static class KubeconfigFiles
{
    /// <summary>Returns the files that the environment names: those of KUBECONFIG, or the one of the user's home; none if there is neither.</summary>
    public static IReadOnlyList<string> OfEnvironment()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG");
        return !string.IsNullOrEmpty(named)
            ? [.. named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(file => file.Trim('"'))]
            : File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation) ? [KubernetesClientConfiguration.KubeConfigDefaultLocation] : [];
    }

    /// <summary>Reads the files; of several, those that are absent do not count.</summary>
    /// <exception cref="k8s.Exceptions.KubeConfigException">There is no such file.</exception>
    public static K8SConfiguration Read(IReadOnlyList<string> files)
    {
        var present = files.Where(File.Exists).DefaultIfEmpty(files[0]).Select(ReadOne).ToList();
        return new()
        {
            CurrentContext = present.Select(one => one.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
            Contexts = [.. present.SelectMany(one => one.Contexts ?? [])],
            Clusters = [.. present.SelectMany(one => one.Clusters ?? [])],
            Users = [.. present.SelectMany(one => one.Users ?? [])],
        };
    }

    /// <summary>Paths in a file are relative to that file.</summary>
    private static K8SConfiguration ReadOne(string file)
    {
        var content = KubernetesClientConfiguration.LoadKubeConfig(new FileInfo(file));
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        foreach (var cluster in (content.Clusters ?? []).Select(one => one.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            cluster.CertificateAuthority = Full(cluster.CertificateAuthority);
        }

        foreach (var user in (content.Users ?? []).Select(one => one.UserCredentials).OfType<UserCredentials>())
        {
            user.ClientCertificate = Full(user.ClientCertificate);
            user.ClientKey = Full(user.ClientKey);
        }

        return content;

        string? Full(string? path) => string.IsNullOrWhiteSpace(path) ? null : Path.GetFullPath(path, folder);
    }
}
