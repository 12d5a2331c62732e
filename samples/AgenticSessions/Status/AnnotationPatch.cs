using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Status;

/// <summary>Collects what one pass has to change among a session's annotations.</summary>
/// <remarks>Only the keys named are touched. A removal remembers the value that was served: a request that came meanwhile is not removed.</remarks>
internal sealed class AnnotationPatch
{
    private readonly Dictionary<string, string> _set = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _remove = new(StringComparer.Ordinal);

    public void Set(string key, string value) => _set[key] = value;

    /// <summary>Removes a key, if the session at hand has it and nobody changes its value meanwhile.</summary>
    public void Remove(IMetadata<V1ObjectMeta> session, string key)
    {
        if (session.Annotation(key) is { } served)
        {
            _remove[key] = served;
        }
    }

    public void Clear()
    {
        _set.Clear();
        _remove.Clear();
    }

    /// <summary>Computes the part of a merge patch below <c>metadata.annotations</c>.</summary>
    /// <returns><see langword="null"/> if the annotations say all of it already.</returns>
    public JsonObject? Against(IMetadata<V1ObjectMeta> session)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in _set)
        {
            if (session.Annotation(key) != value)
            {
                patch[key] = value;
            }
        }

        foreach (var (key, served) in _remove)
        {
            if (session.Annotation(key) == served)
            {
                patch[key] = null;
            }
        }

        return patch.Count == 0 ? null : patch;
    }
}
