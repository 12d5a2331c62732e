using k8s.Models;
using KubeController.Client.Wire;

namespace KubeController.Client;

/// <summary>Shows the metadata of one state of an object, without the rest of it: read from its JSON piece by piece as it is asked for.</summary>
/// <remarks>Thread-safe. It is lenient, so that an object which its model cannot take still has an owner to wake: what cannot be read is as if it were absent.</remarks>
public sealed class ObjectMetadata
{
    private readonly MetadataParts _parts;
    private IReadOnlyDictionary<string, string>? _labels;
    private IReadOnlyDictionary<string, string>? _annotations;
    private IReadOnlyList<V1OwnerReference>? _ownerReferences;
    private IReadOnlyList<string>? _finalizers;

    private ObjectMetadata(NamespacedName key, MetadataParts parts) => (Key, _parts) = (key, parts);

    /// <summary>Gets namespace and name.</summary>
    public NamespacedName Key { get; }

    /// <summary>Gets the name.</summary>
    public string Name => Key.Name;

    /// <summary>Gets the namespace; empty for a cluster-scoped object.</summary>
    public string Namespace => Key.Namespace;

    /// <summary>Gets the uid.</summary>
    public string? Uid => _parts.Uid;

    /// <summary>Gets the version of this state.</summary>
    public string? ResourceVersion => _parts.ResourceVersion;

    /// <summary>Gets the generation, which counts the changes of the specification; <see langword="null"/> for types that have none.</summary>
    public long? Generation => _parts.Generation;

    /// <summary>Gets when the object was created.</summary>
    public DateTimeOffset? CreationTimestamp => _parts.CreationTimestamp;

    /// <summary>Gets when the object is, or was, to be gone; <see langword="null"/> unless it is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp => _parts.DeletionTimestamp;

    /// <summary>Gets how many seconds the object is given to end, counted to <see cref="DeletionTimestamp"/>; <see langword="null"/> unless it is being deleted.</summary>
    public long? DeletionGracePeriodSeconds => _parts.DeletionGracePeriodSeconds;

    /// <summary>Gets the labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => _labels ??= MetadataJson.ReadMap(_parts.Labels.Span);

    /// <summary>Gets the annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations => _annotations ??= MetadataJson.ReadMap(_parts.Annotations.Span);

    /// <summary>Gets the owners.</summary>
    public IReadOnlyList<V1OwnerReference> OwnerReferences => _ownerReferences ??= MetadataJson.ReadOwners(_parts.OwnerReferences.Span);

    /// <summary>Gets the finalizers, in their order.</summary>
    public IReadOnlyList<string> Finalizers => _finalizers ??= MetadataJson.ReadList(_parts.Finalizers.Span);

    /// <summary>Shows the metadata of an object, as they are now; later changes of the object may or may not be seen.</summary>
    /// <param name="resource">The object.</param>
    /// <returns>The metadata.</returns>
    public static ObjectMetadata Of(IMetadata<V1ObjectMeta> resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var metadata = resource.Metadata ?? new();
        return new(NamespacedName.Of(resource), MetadataParts.Of(metadata))
        {
            _labels = MetadataJson.Copy(metadata.Labels),
            _annotations = MetadataJson.Copy(metadata.Annotations),
            _ownerReferences = [.. metadata.OwnerReferences ?? []],
            _finalizers = [.. metadata.Finalizers ?? []],
        };
    }

    /// <summary>Says whether the labels are those of another state; cheaper than to compare them.</summary>
    /// <param name="other">The other state's metadata.</param>
    /// <returns><see langword="true"/> if they are.</returns>
    public bool HasSameLabelsAs(ObjectMetadata other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return AreSame(_parts.Labels, other._parts.Labels) || AreEqual(Labels, other.Labels);
    }

    /// <summary>Says whether the annotations are those of another state; cheaper than to compare them.</summary>
    /// <param name="other">The other state's metadata.</param>
    /// <returns><see langword="true"/> if they are.</returns>
    public bool HasSameAnnotationsAs(ObjectMetadata other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return AreSame(_parts.Annotations, other._parts.Annotations) || AreEqual(Annotations, other.Annotations);
    }

    /// <summary>Says whether the finalizers are those of another state, in the same order; cheaper than to compare them.</summary>
    /// <param name="other">The other state's metadata.</param>
    /// <returns><see langword="true"/> if they are.</returns>
    public bool HasSameFinalizersAs(ObjectMetadata other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return AreSame(_parts.Finalizers, other._parts.Finalizers) || Finalizers.SequenceEqual(other.Finalizers, StringComparer.Ordinal);
    }

    internal static ObjectMetadata Parse(ReadOnlyMemory<byte> utf8, NamespacedName key) => new(key, MetadataJson.Read(utf8));

    // The same bytes are the same values. Other bytes may be, too: the order of a map says nothing. Without bytes nothing is known.
    private static bool AreSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Length > 0 && one.Span.SequenceEqual(other.Span);

    private static bool AreEqual(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
