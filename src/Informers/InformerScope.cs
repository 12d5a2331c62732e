using KubeController.Client;

namespace KubeController.Informers;

/// <summary>Says which objects of a type an informer watches.</summary>
public sealed class InformerScope
{
    /// <summary>Gets or sets the namespace.</summary>
    /// <value>The default value is <see langword="null"/>: all namespaces, or a cluster-scoped resource.</value>
    public string? Namespace { get; set; }

    /// <summary>
    /// Gets or sets several namespaces, each listed and watched by itself, for whoever may not watch all of them. They can be changed while the informer runs:
    /// <see cref="Informer{T}.AddNamespace"/>, <see cref="Informer{T}.RemoveNamespaceAsync"/>.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: what <see cref="Namespace"/> says.</value>
    public IReadOnlyCollection<string>? Namespaces { get; set; }

    /// <summary>Gets or sets the label selector, such as <c>app=web</c>; the server applies it.</summary>
    /// <value>The default value is <see langword="null"/>: every object.</value>
    public string? LabelSelector { get; set; }

    /// <summary>Gets or sets the field selector, such as <c>spec.nodeName=worker-1</c>; the server applies it.</summary>
    /// <value>The default value is <see langword="null"/>: every object.</value>
    public string? FieldSelector { get; set; }

    /// <summary>Gets or sets the part of all objects that is watched, where several processes share them.</summary>
    /// <value>The default value is <see langword="null"/>: every object.</value>
    public ShardSelector? ShardSelector { get; set; }

    /// <summary>Gets or sets the resource type, where it is another than the model's own.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: what the model's attribute says. <see cref="DynamicObject"/> and <see cref="PartialObjectMetadata"/> need one: they
    /// are models for any type.
    /// </value>
    public ResourceType? Type { get; set; }
}
