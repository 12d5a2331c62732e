using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers;

/// <summary>Reads the last known state of every object an informer watches; it may lag behind the server, but not behind what this process has written (<see cref="InformerOptions{T}.ReadYourWrites"/>).</summary>
/// <remarks>
/// <para>Safe for any number of threads; readers take no lock and never delay the writer. Each call reads one moment: after a relist the old world or the new one,
/// never a mixture. Lists are in the order of namespace and name.</para>
/// <para>In <see cref="StorageMode.Compact"/> every object is made for whoever reads it: it is the reader's own, and what is only counted or asked for its metadata
/// is not made at all. In <see cref="StorageMode.Objects"/> the objects are shared by all readers and subscribers: do not modify them.</para>
/// <para>An object that is there but that the model cannot take is never taken for absent: <see cref="TryGet"/> throws, lists leave it out, its metadata can be
/// read, and it is reported once for each version. See <see cref="InformerOptions{T}.DecodeOnIntake"/>.</para>
/// </remarks>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class Store<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly StoreWriter<T> _writer;
    private readonly StateReader<T> _reader;

    /// <summary>Initializes a new instance of the <see cref="Store{T}"/> class with a fixed content, for tests of code that reads a store. The objects are kept as they are.</summary>
    /// <param name="resources">The objects; of several with the same name the last counts.</param>
    public Store(IEnumerable<T> resources)
        : this(new StoreWriter<T>(static (_, _, error) => throw error, TimeProvider.System), StateReader<T>.Live)
    {
        ArgumentNullException.ThrowIfNull(resources);
        foreach (var resource in resources)
        {
            _writer.Fill(new LiveState<T>(resource));
        }
    }

    internal Store(StoreWriter<T> writer, StateReader<T> reader) => (_writer, _reader) = (writer, reader);

    /// <summary>Gets the number of objects, those that the model cannot take included.</summary>
    public int Count => _writer.Content.Count;

    /// <summary>
    /// Gets the resourceVersion up to which the store is complete, moved by events, bookmarks and lists; <see langword="null"/> before the first list.
    /// </summary>
    public string? ResourceVersion => _writer.Content.ResourceVersion;

    /// <summary>Reads one object.</summary>
    /// <param name="key">The object's name.</param>
    /// <param name="resource">The last known state.</param>
    /// <returns><see langword="false"/> when the store knows no such object.</returns>
    /// <exception cref="UndecodableObjectException">There is one, but the model cannot take it.</exception>
    public bool TryGet(NamespacedName key, [MaybeNullWhen(false)] out T resource)
    {
        var item = _writer.Content.Find(key);
        resource = item is null ? null : _reader.Read(item);
        return item is not null;
    }

    /// <summary>Reads the metadata of one object, without making the object.</summary>
    /// <param name="key">The object's name.</param>
    /// <param name="metadata">The metadata of the last known state.</param>
    /// <returns><see langword="false"/> when the store knows no such object.</returns>
    public bool TryGetMetadata(NamespacedName key, [NotNullWhen(true)] out ObjectMetadata? metadata)
    {
        metadata = _writer.Content.Find(key)?.ReadMetadata();
        return metadata is not null;
    }

    /// <summary>Says whether there is an object of a name.</summary>
    /// <param name="key">The name.</param>
    /// <returns><see langword="true"/> if there is.</returns>
    public bool Contains(NamespacedName key) => _writer.Content.Find(key) is not null;

    /// <summary>Reads all objects.</summary>
    /// <returns>The objects as they were at one moment, but for those that the model cannot take.</returns>
    public IReadOnlyList<T> List() => _reader.ReadAll(_writer.Content.All());

    /// <summary>Reads the objects of one namespace.</summary>
    /// <param name="namespace">The namespace; empty for objects without one.</param>
    /// <returns>The objects as they were at one moment, but for those that the model cannot take.</returns>
    public IReadOnlyList<T> List(string @namespace) => ByIndex(StoreIndexes.Namespace, @namespace);

    /// <summary>Reads the objects a query selects, page by page. All pages are of the moment of the first one, however long it takes to read them.</summary>
    /// <remarks>A label that must have one certain value is looked up, if there is an index by it (<see cref="AddLabelIndex"/>); the rest is compared object by object.</remarks>
    /// <param name="query">Which objects, and how many.</param>
    /// <returns>A page; the last one has nothing to continue with.</returns>
    /// <exception cref="ArgumentException">The page to continue with is of another query or of another store.</exception>
    public StorePage<T> List(StoreQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new StoreSelection<T>(_writer.Content, query).Read(_reader);
    }

    /// <summary>Reads the objects that have a value in an index.</summary>
    /// <param name="index">The name of the index.</param>
    /// <param name="value">The value, compared ordinally.</param>
    /// <returns>The objects as they were at one moment, but for those that the model cannot take; empty when none has the value.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public IReadOnlyList<T> ByIndex(string index, string value) => _reader.ReadAll(Filed(index, value));

    /// <summary>Reads the names of the objects that have a value in an index, without making the objects.</summary>
    /// <param name="index">The name of the index.</param>
    /// <param name="value">The value, compared ordinally.</param>
    /// <returns>The names at one moment.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public IReadOnlyList<NamespacedName> KeysByIndex(string index, string value) => [.. Filed(index, value).Select(static item => item.Key)];

    /// <summary>Reads the metadata of the objects that have a value in an index, without making the objects.</summary>
    /// <param name="index">The name of the index.</param>
    /// <param name="value">The value, compared ordinally.</param>
    /// <returns>The metadata at one moment.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public IReadOnlyList<ObjectMetadata> MetadataByIndex(string index, string value) => [.. Filed(index, value).Select(static item => item.ReadMetadata())];

    /// <summary>Counts the objects that have a value in an index, without listing them.</summary>
    /// <param name="index">The name of the index.</param>
    /// <param name="value">The value, compared ordinally.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public int CountByIndex(string index, string value)
    {
        var range = IndexOf(index).RangeOf(value);
        return range.End.Value - range.Start.Value;
    }

    /// <summary>Reads the values that at least one object has in an index, in ordinal order.</summary>
    /// <param name="index">The name of the index.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public IReadOnlyList<string> ValuesOfIndex(string index) => [.. IndexOf(index).Values()];

    /// <summary>Adds an index, at any time; the objects already there are found by it when this returns.</summary>
    /// <remarks>In <see cref="StorageMode.Compact"/> each new state is decoded for it; where metadata are enough, <see cref="AddMetadataIndex"/> is many times cheaper.</remarks>
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
        _writer.AddIndex(name, item => values(_reader.Peek(item)));
    }

    /// <summary>Adds an index by metadata alone, at any time; the objects already there are found by it when this returns. No object is made for it.</summary>
    /// <param name="name">The name of the index.</param>
    /// <param name="values">Derives the values, as with <see cref="AddIndex"/>.</param>
    /// <exception cref="ArgumentException">There is an index of this name already.</exception>
    /// <exception cref="Exception">What <paramref name="values"/> throws for one of the objects already there; the index is not added then.</exception>
    public void AddMetadataIndex(string name, Func<ObjectMetadata, IEnumerable<string>> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        _writer.AddIndex(name, item => values(item.ReadMetadata()));
    }

    /// <summary>Adds an index by the value of a label, named <see cref="StoreIndexes.Label"/>, which label selectors of queries make use of.</summary>
    /// <param name="label">The label, such as <c>app.kubernetes.io/name</c>.</param>
    /// <exception cref="ArgumentException">There is one already.</exception>
    public void AddLabelIndex(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        AddMetadataIndex(StoreIndexes.Label(label), metadata => metadata.Labels.TryGetValue(label, out var value) ? [value] : []);
    }

    private IEnumerable<Stored<T>> Filed(string index, string value)
    {
        var tree = IndexOf(index);
        return tree.Slice(tree.RangeOf(value)).Select(static entry => entry.Item);
    }

    private EntryTree<T> IndexOf(string name) => _writer.Content is var content && content.TryGetIndex(name, out var index)
        ? index
        : throw new ArgumentException($"There is no index '{name}'. Add it with {nameof(AddIndex)}; there are: {string.Join(", ", content.IndexNames)}.", nameof(name));
}
