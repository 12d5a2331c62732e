using k8s;
using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Reads the manifests that lie beside the program.</summary>
internal static class DemoManifests
{
    public const string Namespace = "demo";

    public static Task<string> CustomResourcesAsync(CancellationToken cancellationToken) => ReadAsync(Path.Combine("deploy", "crds"), "*.yaml", cancellationToken);

    public static Task<string> ClusterAsync(CancellationToken cancellationToken) => ReadAsync("manifests", "cluster.yaml", cancellationToken);

    public static Task<string> SessionsAsync(CancellationToken cancellationToken) => ReadAsync("manifests", "sessions-*.yaml", cancellationToken);

    /// <summary>Reads, off the manifests, how each session is meant to end.</summary>
    /// <exception cref="FormatException">A session's label names no end.</exception>
    public static IReadOnlyDictionary<string, DemoEnd> Plan(string sessions) =>
        KubernetesYaml.LoadAllFromString(sessions, new Dictionary<string, Type> { [$"{AgenticSession.Group}/{AgenticSession.Version}/{AgenticSession.EntityKind}"] = typeof(AgenticSession) })
            .OfType<AgenticSession>()
            .ToDictionary(
                session => session.Metadata.Name,
                session => DemoEnd.Named(session.Metadata.Labels is { } labels && labels.TryGetValue(DemoEnd.Label, out var end) ? end : null),
                StringComparer.Ordinal);

    private static async Task<string> ReadAsync(string folder, string pattern, CancellationToken cancellationToken)
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, folder), pattern).Order(StringComparer.Ordinal);
        var texts = await Task.WhenAll(files.Select(file => File.ReadAllTextAsync(file, cancellationToken)));
        return string.Join("\n---\n", texts);
    }
}
