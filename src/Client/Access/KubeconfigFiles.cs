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
        var present = files.Where(File.Exists).DefaultIfEmpty(files[0]).Select(static file => new KubeconfigReader(file).Read()).ToList();
        return new()
        {
            CurrentContext = present.Select(one => one.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
            Contexts = [.. present.SelectMany(one => one.Contexts ?? [])],
            Clusters = [.. present.SelectMany(one => one.Clusters ?? [])],
            Users = [.. present.SelectMany(one => one.Users ?? [])],
        };
    }

    /// <summary>Finds the token file of a user; the first file that names the user is the one that counts.</summary>
    public static string? TokenFileOf(IReadOnlyList<string> files, string user)
    {
        foreach (var file in files.Where(File.Exists))
        {
            if (new KubeconfigReader(file).TryFindTokenFile(user, out var tokenFile))
            {
                return tokenFile;
            }
        }

        return null;
    }
}
