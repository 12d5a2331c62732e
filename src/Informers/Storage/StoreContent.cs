using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>
/// Objects and their indexes: what a relist builds aside and publishes by one reference write. Single events change the published one.
/// One writer, which holds the store's lock (or has not published it yet); any number of readers.
/// </summary>
internal sealed class StoreContent<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // One lock stripe is enough for the one writer; readers take none.
    private readonly ConcurrentDictionary<NamespacedName, Stored<T>> _objects;
    private readonly IndexFault _indexFault;
    private volatile int _count;
    private volatile string? _resourceVersion;

    private StoreContent(
        ConcurrentDictionary<NamespacedName, Stored<T>> objects, ImmutableSortedDictionary<string, StoreIndex<T>> indexes, string? resourceVersion, IndexFault indexFault)
    {
        _objects = objects;
        _indexFault = indexFault;
        _count = objects.Count;
        _resourceVersion = resourceVersion;
        Indexes = indexes;
    }

    public ImmutableSortedDictionary<string, StoreIndex<T>> Indexes { get; }

    public int Count => _count;

    /// <summary>Gets or sets the version up to which the content is complete; <see langword="null"/> before the first list.</summary>
    public string? ResourceVersion
    {
        get => _resourceVersion;
        set => _resourceVersion = value;
    }

    public static StoreContent<T> Empty(IndexFault indexFault) => new(
        new(concurrencyLevel: 1, capacity: 31),
        ImmutableSortedDictionary.Create<string, StoreIndex<T>>(StringComparer.Ordinal).Add(StoreIndexes.Namespace, new(NamespaceOf)),
        resourceVersion: null,
        indexFault);

    public bool TryGet(NamespacedName key, [MaybeNullWhen(false)] out Stored<T> item) => _objects.TryGetValue(key, out item);

    // Not Values: that takes the writer's lock. The enumerator takes none.
    public IEnumerable<Stored<T>> All() => _objects.Select(pair => pair.Value);

    public void Set(Stored<T> item)
    {
        if (!_objects.ContainsKey(item.Key))
        {
            _count++;
        }

        _objects[item.Key] = item;
        foreach (var (name, index) in Indexes)
        {
            File(name, index, item);
        }
    }

    public void Remove(NamespacedName key)
    {
        if (!_objects.TryRemove(key, out _))
        {
            return;
        }

        _count--;
        foreach (var index in Indexes.Values)
        {
            index.Remove(key);
        }
    }

    /// <summary>Returns the same objects with one more index.</summary>
    /// <exception cref="Exception">What the function throws for one of the objects; nothing has changed then.</exception>
    public StoreContent<T> WithIndex(string name, StoreIndex<T> index)
    {
        foreach (var item in All())
        {
            index.Set(item);
        }

        return new(_objects, Indexes.Add(name, index), _resourceVersion, _indexFault);
    }

    /// <summary>Returns an empty content with the same index functions, for a relist to fill aside.</summary>
    public StoreContent<T> Blank(string? resourceVersion) => new(
        new(concurrencyLevel: 1, capacity: Math.Max(31, _count)),
        Indexes.ToImmutableSortedDictionary(pair => pair.Key, pair => new StoreIndex<T>(pair.Value.Values), StringComparer.Ordinal),
        resourceVersion,
        _indexFault);

    private static string[] NamespaceOf(T resource) => [resource.Metadata?.NamespaceProperty ?? string.Empty];

    private void File(string name, StoreIndex<T> index, Stored<T> item)
    {
        try
        {
            index.Set(item);
        }
        catch (Exception error)
        {
            index.Remove(item.Key);
            _indexFault(name, item.Key, error);
        }
    }
}
