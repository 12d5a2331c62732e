using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeController.Client.Json;

namespace KubeController.Client;

/// <summary>Describes a change as a JSON merge patch (RFC 7386): what is named is set, what is named with null is removed, what is not named stays.</summary>
/// <remarks>Not thread-safe. Keys are taken as they are; nothing in them needs escaping.</remarks>
public sealed class MergePatch : Patch
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

    /// <inheritdoc/>
    public override string MediaType => "application/merge-patch+json";

    /// <inheritdoc/>
    public override bool IsEmpty => Content.Count == 0;

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

    /// <summary>Returns the patch that turns the state that was read into another one, and that the server refuses if the object has changed meanwhile.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="before">The state that was read, with its resourceVersion.</param>
    /// <param name="after">The state wanted; its resourceVersion does not matter.</param>
    /// <returns>
    /// The patch; empty if the states are equal but for their resourceVersions, and otherwise one that answers with <see cref="ConflictException"/> unless the
    /// object still has the version of <paramref name="before"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The state that was read has no resourceVersion.</exception>
    public static MergePatch BetweenWithOptimisticLock<T>(T before, T after)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var patch = Between(before, after);
        if (patch.Content["metadata"] is JsonObject metadata && metadata.Remove("resourceVersion") && metadata.Count == 0)
        {
            patch.Content.Remove("metadata");
        }

        if (patch.IsEmpty)
        {
            return patch;
        }

        return before.Metadata?.ResourceVersion is { Length: > 0 } version
            ? patch.OnlyAt(version)
            : throw new ArgumentException("The state before has no resourceVersion to lock at; give the object as the server sent it.", nameof(before));
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
        PatchContent.Set(Content, value, path);
        return this;
    }

    /// <summary>Returns the patch as JSON text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Content.ToJsonString();

    internal override byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Content);
}
