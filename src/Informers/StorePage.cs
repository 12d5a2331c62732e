using KubeController.Client;

namespace KubeController.Informers;

/// <summary>Holds one page of a list of a <see cref="Store{T}"/>.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class StorePage<T>
{
    internal StorePage(IReadOnlyList<T> items, IReadOnlyList<NamespacedName> undecodable, string? resourceVersion, StoreContinuation? next) =>
        (Items, Undecodable, ResourceVersion, Continue) = (items, undecodable, resourceVersion, next);

    /// <summary>Gets the objects, by namespace and name in ordinal order.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>Gets the objects of this page that are there, but that the model cannot take; mostly empty.</summary>
    public IReadOnlyList<NamespacedName> Undecodable { get; }

    /// <summary>Gets the resourceVersion of the snapshot that all pages are of; <see langword="null"/> before the first list.</summary>
    public string? ResourceVersion { get; }

    /// <summary>Gets what to set <see cref="StoreQuery.Continue"/> to for the next page; <see langword="null"/> on the last one.</summary>
    public StoreContinuation? Continue { get; }
}
