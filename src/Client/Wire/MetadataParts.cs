using k8s.Models;

namespace KubeController.Client.Wire;

/// <summary>What one walk through the metadata of an object finds: the short values, and where the long ones are.</summary>
internal readonly record struct MetadataParts
{
    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public long? Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public long? DeletionGracePeriodSeconds { get; init; }

    public ReadOnlyMemory<byte> Labels { get; init; }

    public ReadOnlyMemory<byte> Annotations { get; init; }

    public ReadOnlyMemory<byte> OwnerReferences { get; init; }

    public ReadOnlyMemory<byte> Finalizers { get; init; }

    public static MetadataParts Of(V1ObjectMeta metadata) => new()
    {
        Uid = metadata.Uid,
        ResourceVersion = metadata.ResourceVersion,
        Generation = metadata.Generation,
        CreationTimestamp = OffsetOf(metadata.CreationTimestamp),
        DeletionTimestamp = OffsetOf(metadata.DeletionTimestamp),
        DeletionGracePeriodSeconds = metadata.DeletionGracePeriodSeconds,
    };

    private static DateTimeOffset? OffsetOf(DateTime? time) => time is { } value ? Json.DateTimeConverter.AsOffset(value) : null;
}
