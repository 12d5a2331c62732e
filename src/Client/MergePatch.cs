using System.Text.Json.Nodes;
using KubeController.Client.Json;

namespace KubeController.Client;

/// <summary>Describes a change as a JSON merge patch (RFC 7386): what is named is set, what is named with null is removed, what is not named stays.</summary>
/// <remarks>Not thread-safe. Keys are taken as they are; nothing in them needs escaping.</remarks>
public sealed class MergePatch
{
    /// <summary>Initializes an empty patch.</summary>
    public MergePatch()
        : this([])
    {
    }

    /// <summary>Initializes a patch from its JSON.</summary>
    /// <param name="content">The patch; its nulls remove. The patch owns it from now on.</param>
    public MergePatch(JsonObject content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content;
    }

    /// <summary>Gets the patch as JSON.</summary>
    public JsonObject Content { get; }

    /// <summary>Gets whether the patch changes nothing, so that sending it can be saved.</summary>
    public bool IsEmpty => Content.Count == 0;

    /// <summary>Returns a patch that sets what a model has set.</summary>
    /// <typeparam name="T">The model, or an anonymous type of its shape.</typeparam>
    /// <param name="value">The values; a property that is null is not part of the patch. To remove one, use <see cref="Set"/> or <see cref="Between{T}"/>.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="ArgumentException">The value is not an object in JSON.</exception>
    public static MergePatch From<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(ModelJson.Default.ToNode(value));
    }

    /// <summary>Returns the patch that turns one state of an object into another, with nulls for what is gone.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="before">The state now.</param>
    /// <param name="after">The state wanted.</param>
    /// <returns>The patch; empty if both states are equal in JSON.</returns>
    public static MergePatch Between<T>(T before, T after)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(MergePatchDifference.Between(ModelJson.Default.ToNode(before), ModelJson.Default.ToNode(after)));
    }

    /// <summary>Sets an annotation.</summary>
    /// <param name="key">The key, such as <c>example.com/stop</c>.</param>
    /// <param name="value">The value; <see langword="null"/> removes the annotation.</param>
    /// <returns>This patch.</returns>
    public MergePatch Annotation(string key, string? value) => Set(value, "metadata", "annotations", key);

    /// <summary>Sets a label.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; <see langword="null"/> removes the label.</param>
    /// <returns>This patch.</returns>
    public MergePatch Label(string key, string? value) => Set(value, "metadata", "labels", key);

    /// <summary>Makes the patch fail with <see cref="ConflictException"/> unless the object still has this version.</summary>
    /// <param name="resourceVersion">The version that was read.</param>
    /// <returns>This patch.</returns>
    public MergePatch OnlyAt(string resourceVersion) => Set(resourceVersion, "metadata", "resourceVersion");

    /// <summary>Sets a value at a path of property names.</summary>
    /// <param name="value">The value; <see langword="null"/> removes what is there. A list replaces the whole list.</param>
    /// <param name="path">The names from the root, such as <c>"status", "phase"</c>; at least one.</param>
    /// <returns>This patch.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public MergePatch Set(JsonNode? value, params ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            throw new ArgumentException("A path names at least one property.", nameof(path));
        }

        var parent = Content;
        foreach (var name in path[..^1])
        {
            if (parent[name] is not JsonObject child)
            {
                child = [];
                parent[name] = child;
            }

            parent = child;
        }

        parent[path[^1]] = value?.Parent is null ? value : value.DeepClone();
        return this;
    }

    /// <summary>Returns the patch as JSON text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Content.ToJsonString();
}
