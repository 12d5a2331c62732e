using k8s.Models;

namespace KubeController.Client.Discovery;

/// <summary>Reads the discovery document of one version of one group, in which subresources stand beside the resources.</summary>
internal static class PlainResources
{
    public static IEnumerable<DiscoveredResource> Of(V1APIResourceList list)
    {
        var (name, version) = list.GroupVersion.Split('/') is [var before, var after] ? (before, after) : (string.Empty, list.GroupVersion);
        var all = list.Resources ?? [];
        return
            from resource in all
            where !resource.Name.Contains('/', StringComparison.Ordinal)
            select new DiscoveredResource
            {
                Type = new(name, version, resource.Kind, resource.Name),
                IsNamespaced = resource.Namespaced,
                Singular = resource.SingularName ?? string.Empty,
                ShortNames = [.. resource.ShortNames ?? []],
                Verbs = [.. resource.Verbs ?? []],
                Subresources =
                [
                    .. all.Where(below => below.Name.StartsWith($"{resource.Name}/", StringComparison.Ordinal))
                        .Select(below => below.Name[(resource.Name.Length + 1)..]),
                ],
            };
    }
}
