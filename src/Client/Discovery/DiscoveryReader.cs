using k8s.Models;
using KubeController.Client.Http;

namespace KubeController.Client.Discovery;

/// <summary>
/// Reads the discovery documents: both aggregated ones (https://kep.k8s.io/3352, stable since 1.30), or, from a server without, one a version.
/// </summary>
internal sealed class DiscoveryReader(ApiConnection connection)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    private readonly Answers _answers = new(connection);

    public async Task<IReadOnlyList<DiscoveredResource>> ReadAsync(CancellationToken cancellationToken)
    {
        // A server answers both in one manner, since they are served by the same part of it.
        var core = await GetAsync<V2APIGroupDiscoveryList>("api", Aggregated, cancellationToken);
        if (core.Kind != "APIGroupDiscoveryList")
        {
            return await ReadPlainAsync(cancellationToken);
        }

        var groups = await GetAsync<V2APIGroupDiscoveryList>("apis", Aggregated, cancellationToken);
        return [.. (core.Items ?? []).Concat(groups.Items ?? []).SelectMany(Of)];
    }

    private static IEnumerable<DiscoveredResource> Of(V2APIGroupDiscovery served) =>
        from version in served.Versions ?? []
        from resource in version.Resources ?? []
        where resource.ResponseKind?.Kind is { Length: > 0 }
        select new DiscoveredResource
        {
            Type = new(served.Metadata?.Name ?? string.Empty, version.Version, resource.ResponseKind.Kind, resource.Resource),
            IsNamespaced = resource.Scope == "Namespaced",
            Singular = resource.SingularResource ?? string.Empty,
            ShortNames = [.. resource.ShortNames ?? []],
            Verbs = [.. resource.Verbs ?? []],
            Subresources = [.. (resource.Subresources ?? []).Select(one => one.Subresource)],
        };

    private async Task<IReadOnlyList<DiscoveredResource>> ReadPlainAsync(CancellationToken cancellationToken)
    {
        var core = await GetAsync<V1APIVersions>("api", "application/json", cancellationToken);
        var groups = await GetAsync<V1APIGroupList>("apis", "application/json", cancellationToken);
        var paths = (core.Versions ?? []).Select(version => $"api/{version}").Concat((groups.Groups ?? []).SelectMany(PathsOf));
        var found = new List<DiscoveredResource>();
        foreach (var path in paths)
        {
            try
            {
                found.AddRange(PlainResources.Of(await GetAsync<V1APIResourceList>(path, "application/json", cancellationToken)));
            }
            catch (ApiException error) when (error is NotFoundException || error.IsTransient)
            {
                // A group whose aggregated server is down, or a definition deleted meanwhile, hides none of the others.
            }
        }

        return found;
    }

    private static IEnumerable<string> PathsOf(V1APIGroup group) => (group.Versions ?? [])
        .OrderByDescending(version => version.GroupVersion == group.PreferredVersion?.GroupVersion)
        .Select(version => $"apis/{version.GroupVersion}");

    private Task<T> GetAsync<T>(string path, string accept, CancellationToken cancellationToken)
        where T : class =>
        _answers.SendAsync<T>(new() { Method = HttpMethod.Get, Path = path, Description = $"get {path}", Accept = accept }, cancellationToken);
}
