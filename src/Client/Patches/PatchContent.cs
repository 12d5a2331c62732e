using System.Text.Json.Nodes;

namespace KubeController.Client;

/// <summary>Sets values in the JSON of a patch.</summary>
internal static class PatchContent
{
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static void Set(JsonObject root, JsonNode? value, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            throw new ArgumentException("A path names at least one property.", nameof(path));
        }

        var parent = root;
        foreach (var name in path[..^1])
        {
            if (parent[name] is not JsonObject child)
            {
                child = [];
                parent[name] = child;
            }

            parent = child;
        }

        parent[path[^1]] = Own(value);
    }

    /// <summary>A node has one parent; one that is part of another document is copied.</summary>
    public static JsonNode? Own(JsonNode? value) => value?.Parent is null ? value : value.DeepClone();
}
