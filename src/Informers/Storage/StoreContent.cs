using System.Diagnostics.CodeAnalysis;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Objects and their indexes at one moment. Never changed: each change returns another that shares what did not change, so whoever holds one has a snapshot.</summary>
internal sealed class StoreContent<T>
    where T : class
{
    private readonly EntryTree<T> _objects;
    private readonly StoreIndex<T>[] _indexes;
    private readonly IndexFault _indexFault;

    private StoreContent(EntryTree<T> objects, StoreIndex<T>[] indexes, string? resourceVersion, long size, IndexFault indexFault) =>
        (_objects, _indexes, ResourceVersion, Size, _indexFault) = (objects, indexes, resourceVersion, size, indexFault);

    public int Count => _objects.Count;

    /// <summary>Gets the version up to which the content is complete; <see langword="null"/> before the first list.</summary>
    public string? ResourceVersion { get; }

    /// <summary>Gets the bytes of JSON of all objects.</summary>
    public long Size { get; }

    /// <summary>Gets the names of the indexes.</summary>
    public IEnumerable<string> IndexNames => [StoreIndexes.Namespace, .. _indexes.Select(static index => index.Name)];

    /// <summary>Gets the objects by namespace and name.</summary>
    public EntryTree<T> Objects => _objects;

    public static StoreContent<T> Empty(IndexFault indexFault) => new(EntryTree<T>.Empty, [], resourceVersion: null, size: 0, indexFault);

    public Stored<T>? Find(NamespacedName key) => _objects.Find(key.Namespace, key);

    /// <summary>Returns all objects, in the order of their names.</summary>
    public IEnumerable<Stored<T>> All() => _objects.All().Select(static entry => entry.Item);

    /// <summary>Finds an index. The objects themselves are the one by namespace.</summary>
    public bool TryGetIndex(string name, [NotNullWhen(true)] out EntryTree<T>? index)
    {
        index = name == StoreIndexes.Namespace ? _objects : Array.Find(_indexes, known => known.Name == name)?.Tree;
        return index is not null;
    }

    public StoreContent<T> Set(Stored<T> item)
    {
        var old = Find(item.Key);
        item.Filed = FiledOf(item);
        return new(_objects.Set(item.Key.Namespace, item), Refiled(old, item), ResourceVersion, Size + item.Size - (old?.Size ?? 0), _indexFault);
    }

    public StoreContent<T> Remove(Stored<T> item) =>
        new(_objects.Remove(item.Key.Namespace, item.Key), Refiled(item, null), ResourceVersion, Size - item.Size, _indexFault);

    public StoreContent<T> At(string? resourceVersion) => new(_objects, _indexes, resourceVersion, Size, _indexFault);

    /// <summary>Returns the content after a relist.</summary>
    public StoreContent<T> Replaced(Relist<T> relist, string? resourceVersion)
    {
        foreach (var (_, now) in relist.Changed)
        {
            now.Filed = FiledOf(now);
        }

        return new(
            relist.IsChange ? EntryTree<T>.Of(relist.Entries) : _objects,
            Array.ConvertAll(_indexes, index => relist.Refile(index)),
            resourceVersion,
            Size + relist.Growth,
            _indexFault);
    }

    /// <summary>Returns the same objects with one more index.</summary>
    /// <exception cref="Exception">What the function throws for one of the objects; nothing has changed then.</exception>
    public StoreContent<T> WithIndex(string name, Func<Stored<T>, IEnumerable<string>> values)
    {
        var index = new StoreIndex<T>(name, _indexes.Length, values, EntryTree<T>.Empty);
        var filed = All().Select(item => (Item: item, Values: ValuesOrNone(index, item))).ToList();
        foreach (var (item, itsValues) in filed)
        {
            item.Filed = [.. item.Filed, itsValues];
        }

        return new(_objects, [.. _indexes, index.Filled(All())], ResourceVersion, Size, _indexFault);
    }

    // One that cannot be read has been reported, and is no reason not to index the others.
    private static string[] ValuesOrNone(StoreIndex<T> index, Stored<T> item)
    {
        try
        {
            return index.ValuesOf(item);
        }
        catch (UndecodableObjectException)
        {
            return [];
        }
    }

    private StoreIndex<T>[] Refiled(Stored<T>? old, Stored<T>? now) => _indexes.Length == 0 ? _indexes : Array.ConvertAll(_indexes, index => index.Refile(old, now));

    private string[][] FiledOf(Stored<T> item) => _indexes.Length == 0 ? [] : Array.ConvertAll(_indexes, index => ValuesOf(index, item));

    private string[] ValuesOf(StoreIndex<T> index, Stored<T> item)
    {
        try
        {
            return ValuesOrNone(index, item);
        }
        catch (Exception error)
        {
            _indexFault(index.Name, item.Key, error);
            return [];
        }
    }
}
