namespace KubeController.Client;

/// <summary>Holds one page of a list.</summary>
/// <typeparam name="T">The model of the resource, or <see cref="ResourceRecord"/>.</typeparam>
public sealed class ListPage<T>
{
    /// <summary>Gets the objects, in the order of the server.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Gets the objects that the server sent and the model cannot take; mostly empty.</summary>
    public IReadOnlyList<UndecodableObject> Undecodable { get; init; } = [];

    /// <summary>Gets the version of the whole list, the same for all its pages; a watch begins there.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>Gets the token of the next page; <see langword="null"/> on the last one.</summary>
    public string? Continue { get; init; }

    /// <summary>Gets the number of objects on later pages, where the server counts them.</summary>
    public long? RemainingItemCount { get; init; }

    /// <summary>Gets the shard selector that the server applied; <see langword="null"/> where none was asked for, or the server does not know how to.</summary>
    public string? ConfirmedShardSelector { get; init; }
}
