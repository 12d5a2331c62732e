namespace KubeController.Client.Wire;

/// <summary>How much of each object is asked for.</summary>
internal sealed record ObjectPart(string ListAccept, string WatchAccept, bool IsMetadata)
{
    /// <summary>The kind a server gives to metadata without the object.</summary>
    public const string MetadataKind = nameof(PartialObjectMetadata);

    public static readonly ObjectPart Whole = new("application/json", "application/json", IsMetadata: false);

    /// <summary>A server that does not know how to leave the rest out sends it, and it is left out here.</summary>
    public static readonly ObjectPart Metadata = new(
        $"application/json;as={MetadataKind}List;g=meta.k8s.io;v=v1,application/json",
        $"application/json;as={MetadataKind};g=meta.k8s.io;v=v1,application/json",
        IsMetadata: true);

    /// <summary>Returns what a model holds.</summary>
    public static ObjectPart Of<T>() => typeof(T) == typeof(PartialObjectMetadata) ? Metadata : Whole;
}
