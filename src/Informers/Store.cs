using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers;

/// <summary>Reads the last known state of every object an informer watches; it may lag behind the server.</summary>
/// <remarks>
/// Safe for any number of threads; readers take no lock and never delay the writer. After a relist a reader sees the old world or the new one, never a mixture.
/// The objects are shared by all readers and subscribers: do not modify them.
/// </remarks>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class Store<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly StoreWriter<T> _writer;

    /// <summary>Initializes a new instance of the <see cref="Store{T}"/> class with a fixed content, for tests of code that reads a store.</summary>
    /// <param name="resources">The objects; of several with the same name the last counts.</param>
    public Store(IEnumerable<T> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        _writer = new(static (_, _, error) => throw error);
        foreach (var resource in resources)
        {
            _writer.Fill(new(resource));
        }
    }

    internal Store(StoreWriter<T> writer) => _writer = writer;

    /// <summary>Gets the number of objects.</summary>
    public int Count => _writer.Content.Count;

    /// <summary>
    /// Gets the resourceVersion up to which the store is complete, moved by events, bookmarks and lists; <see langword="null"/> before the first list.
    /// </summary>
    public string? ResourceVersion => _writer.Content.ResourceVersion;

    /// <summary>Reads one object.</summary>
    /// <param name="key">The object's name.</param>
    /// <param name="resource">The last known state.</param>
    /// <returns><see langword="false"/> when the store knows no such object.</returns>
    public bool TryGet(NamespacedName key, [MaybeNullWhen(false)] out T resource)
    {
        var found = _writer.Content.TryGet(key, out var item);
        resource = item?.Resource;
        return found;
    }

    /// <summary>Reads all objects, in no particular order.</summary>
    /// <returns>A copy of the list. Objects that are added or deleted meanwhile may or may not be in it.</returns>
    public IReadOnlyList<T> List() => [.. _writer.Content.All().Select(item => item.Resource)];

    /// <summary>Reads the objects of one namespace, in no particular order.</summary>
    /// <param name="namespace">The namespace; empty for objects without one.</param>
    /// <returns>The objects as they were at one moment.</returns>
    public IReadOnlyList<T> List(string @namespace) => ByIndex(StoreIndexes.Namespace, @namespace);

    /// <summary>Reads the objects that have a value in an index, in no particular order.</summary>
    /// <param name="index">The name of the index.</param>
    /// <param name="value">The value, compared ordinally.</param>
    /// <returns>The objects as they were at one moment; empty when none has the value.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public IReadOnlyList<T> ByIndex(string index, string value) => IndexOf(index).Find(value);

    /// <summary>Counts the objects that have a value in an index, without listing them.</summary>
    /// <param name="index">The name of the index.</param>
    /// <param name="value">The value, compared ordinally.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public int CountByIndex(string index, string value) => IndexOf(index).Count(value);

    /// <summary>Reads the values that at least one object has in an index, in no particular order.</summary>
    /// <param name="index">The name of the index.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public IReadOnlyList<string> ValuesOfIndex(string index) => IndexOf(index).AllValues;

    /// <summary>Adds an index, at any time; the objects already there are found by it when this returns.</summary>
    /// <param name="name">The name of the index.</param>
    /// <param name="values">
    /// Derives the values of an object: none, one or several. Called by the writer for each new state, so it must be fast, and pure.
    /// An object for which it throws later is logged, and not found by this index.
    /// </param>
    /// <exception cref="ArgumentException">There is an index of this name already.</exception>
    /// <exception cref="Exception">What <paramref name="values"/> throws for one of the objects already there; the index is not added then.</exception>
    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        _writer.AddIndex(name, values);
    }

    private StoreIndex<T> IndexOf(string name) => _writer.Content.Indexes is var indexes && indexes.TryGetValue(name, out var index)
        ? index
        : throw new ArgumentException($"There is no index '{name}'. Add it with {nameof(AddIndex)}; there are: {string.Join(", ", indexes.Keys)}.", nameof(name));
}
