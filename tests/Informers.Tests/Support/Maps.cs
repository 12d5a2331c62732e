using k8s.Models;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Tests.Support;

/// <summary>Makes ConfigMaps.</summary>
internal static class Maps
{
    public static V1ConfigMap Map(string name, int resourceVersion, string? uid = null, string? label = null, string space = "default") => new()
    {
        Metadata = new()
        {
            Name = name,
            NamespaceProperty = space,
            Uid = uid ?? $"uid-{name}",
            ResourceVersion = resourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Labels = label is null ? null : new Dictionary<string, string> { ["app"] = label },
        },
    };

    public static Stored<V1ConfigMap> Stored(string name, int resourceVersion, string? uid = null, string? label = null) =>
        new LiveState<V1ConfigMap>(Map(name, resourceVersion, uid, label));

    /// <summary>One that has not been on a server yet.</summary>
    public static V1ConfigMap New(string name) => new() { Metadata = new() { Name = name, NamespaceProperty = "default" } };

    public static IEnumerable<string> ByLabel(V1ConfigMap map) => map.Metadata.Labels?.Values ?? [];
}
