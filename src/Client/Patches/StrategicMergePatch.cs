using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Client.Json;

namespace KubeController.Client;

/// <summary>
/// Describes a change as a strategic merge patch: as a <see cref="MergePatch"/>, but lists are merged item by item where the schema of the kind says by which
/// key. The built-in kinds know it; a custom resource answers with 415.
/// </summary>
/// <remarks>
/// Not thread-safe. Items are removed, lists replaced and orders set by directives such as <c>$patch: delete</c>:
/// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
/// </remarks>
public sealed class StrategicMergePatch : Patch
{
    /// <summary>Initializes an empty patch.</summary>
    public StrategicMergePatch()
        : this([])
    {
    }

    /// <summary>Initializes a patch from its JSON.</summary>
    /// <param name="content">The patch; its nulls remove. The patch owns it from now on.</param>
    public StrategicMergePatch(JsonObject content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content;
    }

    /// <summary>Gets the patch as JSON.</summary>
    public JsonObject Content { get; }

    /// <inheritdoc/>
    public override string MediaType => "application/strategic-merge-patch+json";

    /// <inheritdoc/>
    public override bool IsEmpty => Content.Count == 0;

    /// <summary>Returns a patch that sets what a model has set.</summary>
    /// <typeparam name="T">The model, or an anonymous type of its shape.</typeparam>
    /// <param name="value">The values; a property that is null is not part of the patch. An item of a list needs the key it is merged by.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="ArgumentException">The value is not an object in JSON.</exception>
    public static StrategicMergePatch From<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(ModelJson.Default.ToNode(value));
    }

    /// <summary>Sets a value at a path of property names.</summary>
    /// <param name="value">The value; <see langword="null"/> removes what is there. A list is merged with the one that is there.</param>
    /// <param name="path">The names from the root, such as <c>"spec", "template"</c>; at least one.</param>
    /// <returns>This patch.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public StrategicMergePatch Set(JsonNode? value, params ReadOnlySpan<string> path)
    {
        PatchContent.Set(Content, value, path);
        return this;
    }

    /// <summary>Returns the patch as JSON text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Content.ToJsonString();

    internal override byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Content);
}
