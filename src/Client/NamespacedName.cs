using k8s.Models;

namespace KubeController.Client;

/// <summary>Names one object among those of its resource type.</summary>
/// <param name="Namespace">The namespace; empty for a cluster-scoped object.</param>
/// <param name="Name">The name.</param>
public readonly record struct NamespacedName(string Namespace, string Name)
{
    /// <summary>Returns the name of an object.</summary>
    /// <param name="resource">The object; its metadata has a name.</param>
    /// <returns>The namespace and the name.</returns>
    public static NamespacedName Of(IMetadata<V1ObjectMeta> resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(resource.Metadata?.NamespaceProperty ?? string.Empty, resource.Metadata?.Name ?? string.Empty);
    }

    /// <summary>Reads <c>namespace/name</c>, or <c>name</c> alone for a cluster-scoped object.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The namespace and the name.</returns>
    /// <exception cref="FormatException">The text is empty or has more than one slash.</exception>
    public static NamespacedName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') switch
        {
            [{ Length: > 0 } name] => new(string.Empty, name),
            [{ Length: > 0 } space, { Length: > 0 } name] => new(space, name),
            _ => throw new FormatException($"'{text}' names no object. Write 'namespace/name', or 'name' for a cluster-scoped object."),
        };
    }

    /// <summary>Returns <c>namespace/name</c>, or <c>name</c> alone for a cluster-scoped object.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.IsNullOrEmpty(Namespace) ? Name : $"{Namespace}/{Name}";
}
