using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using KubeController.Client.Sharding;
using KubeController.Client.Wire;
using KubeController.Client.Writes;

namespace KubeController.Client;

/// <summary>Lists and watches the objects of one resource type: the bytes of the server, decoded one object at a time as they arrive. Thread-safe.</summary>
/// <remarks>
/// One object that the model cannot take is reported and harms no other. The requests of a list are retried as all reads are; a watch never is, since only
/// its reader knows from which version to go on.
/// </remarks>
/// <typeparam name="T">The model of the resource.</typeparam>
public sealed class ListWatch<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly ObjectPart Part = ObjectPart.Of<T>();

    private readonly ApiConnection _connection;
    private readonly ListWatchRequests _requests;
    private readonly ObjectModel<T> _model;
    private readonly IItemDecoder<T> _decoder;

    /// <summary>Initializes a list and watch.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    /// <param name="type">The resource type, or <see langword="null"/> for that of the model's attribute.</param>
    /// <param name="options">Which objects, or <see langword="null"/> for all in all namespaces.</param>
    public ListWatch(ApiConnection connection, ResourceType? type = null, ListWatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        Options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegative(Options.PageSize, nameof(options));
        Type = type ?? ResourceType.Of<T>();
        _requests = new(connection, Type, Options, Part);
        _model = new(() => connection.Json.TypeInfo<T>(), Type);
        _decoder = Sharded(new ObjectDecoder<T>(_model), static item => (item.Metadata.Uid, item.Metadata.NamespaceProperty));
    }

    /// <summary>Gets the resource type.</summary>
    public ResourceType Type { get; }

    /// <summary>Gets which objects are listed and watched.</summary>
    public ListWatchOptions Options { get; }

    /// <summary>Returns the same for one namespace.</summary>
    /// <param name="namespace">The namespace; empty or <see langword="null"/> for all.</param>
    /// <returns>The list and watch, over the same connection.</returns>
    public ListWatch<T> In(string? @namespace) => new(_connection, Type, Options with { Namespace = @namespace });

    /// <summary>Reads a list, page by page.</summary>
    /// <param name="request">From which version and in which pages; <see langword="null"/> for the most recent state.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The pages, all of one state of the server; each is requested when the one before has been taken.</returns>
    /// <exception cref="ExpiredException">The version or the continue token is too old; with pages taken already, the list is to begin anew.</exception>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="InvalidDataException">The answer is no list.</exception>
    /// <exception cref="TimeoutException">No answer came, or the body stood still, for <see cref="ApiConnectionOptions.RequestTimeout"/>.</exception>
    public IAsyncEnumerable<ListPage<T>> ListAsync(ListRequest? request = null, CancellationToken cancellationToken = default) =>
        _requests.ListAsync(request ?? new(), () => _decoder, cancellationToken);

    /// <summary>Reads a list as <see cref="ListAsync"/> does, but makes records of its objects: no model is asked, and none can refuse.</summary>
    /// <param name="request">From which version and in which pages; <see langword="null"/> for the most recent state.</param>
    /// <param name="records">What the records keep; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The pages. <see cref="ListPage{T}.Undecodable"/> has what is no object of the type or has no name.</returns>
    public IAsyncEnumerable<ListPage<ResourceRecord>> ListRecordsAsync(
        ListRequest? request = null, RecordOptions? records = null, CancellationToken cancellationToken = default) =>
        _requests.ListAsync(request ?? new(), () => RecordsOf(records), cancellationToken);

    /// <summary>Watches; the first frame may be long in coming.</summary>
    /// <param name="request">From which version, for how long and with which extra frames; <see langword="null"/> for all objects from now on.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The frames; the enumeration completes when the server ends the watch in good order, be it after no frame at all.</returns>
    /// <exception cref="ExpiredException">The version is too old; list again. The same can come as an Error frame.</exception>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async IAsyncEnumerable<WatchFrame<T>> WatchAsync(
        WatchRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var stream = await OpenWatchAsync(request, cancellationToken);
        await foreach (var frame in stream.ReadAllAsync(cancellationToken))
        {
            yield return frame;
        }
    }

    /// <summary>Opens a watch, and returns as soon as the server has accepted it, without waiting for a frame.</summary>
    /// <param name="request">From which version, for how long and with which extra frames; <see langword="null"/> for all objects from now on.</param>
    /// <param name="cancellationToken">Cancels the opening; the reading has its own token.</param>
    /// <returns>The open watch, to be disposed.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="TimeoutException">The headers of the answer did not come within <see cref="ApiConnectionOptions.RequestTimeout"/>.</exception>
    public Task<WatchStream<T>> OpenWatchAsync(WatchRequest? request = null, CancellationToken cancellationToken = default) =>
        _requests.OpenWatchAsync(request ?? new(), _decoder, cancellationToken);

    /// <summary>Opens a watch as <see cref="OpenWatchAsync"/> does, but makes records of its objects: no model is asked, and none can refuse.</summary>
    /// <param name="request">From which version, for how long and with which extra frames; <see langword="null"/> for all objects from now on.</param>
    /// <param name="records">What the records keep; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the opening; the reading has its own token.</param>
    /// <returns>The open watch, to be disposed.</returns>
    public Task<WatchStream<ResourceRecord>> OpenRecordWatchAsync(
        WatchRequest? request = null, RecordOptions? records = null, CancellationToken cancellationToken = default) =>
        _requests.OpenWatchAsync(request ?? new(), RecordsOf(records), cancellationToken);

    /// <summary>Reads one object from the server.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object, be it among those that are listed or not.</returns>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    public Task<T> GetAsync(NamespacedName name, CancellationToken cancellationToken = default) =>
        new ResourceClient(_connection).For(Type).GetAsync<T>(name, cancellationToken);

    /// <summary>
    /// Calls an observer for every write over the same connection to an object of the type, in the namespace and the shard of <see cref="Options"/>, that the server has carried
    /// out: before the writer has its answer, and by the writer's thread. Labels and fields are not looked at. Dry runs are no writes; scales, evictions and deletes
    /// of many are not told, since their answers do not show what became of the objects.
    /// </summary>
    /// <param name="observer">Called once for each. It must be quick, and must not throw: the write is done.</param>
    /// <param name="records">What the records keep; <see langword="null"/> for the defaults.</param>
    /// <returns>What ends it when it is disposed.</returns>
    public IDisposable ObserveWrites(Action<OwnWrite> observer, RecordOptions? records = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var reader = new WriteReader(Type, Options, records ?? RecordOptions.Default, Part);
        return _connection.Writes.Add(write =>
        {
            if (reader.Read(write) is { } own)
            {
                observer(own);
            }
        });
    }

    /// <summary>Makes an object of a record; a fresh one each time, the caller's own.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The object.</returns>
    /// <exception cref="Exception">The model cannot take it: a <see cref="System.Text.Json.JsonException"/>, or what converters and setters of the model throw.</exception>
    public T Read(ResourceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _model.Read(record.Json.Span);
    }

    /// <summary>Makes a record of an object.</summary>
    /// <param name="resource">The object; it has a name.</param>
    /// <param name="records">What the record keeps; <see langword="null"/> for the defaults.</param>
    /// <returns>The record.</returns>
    /// <exception cref="InvalidDataException">The object has no name, or is of another kind.</exception>
    public ResourceRecord ToRecord(T resource, RecordOptions? records = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new RecordReader(Type, records ?? RecordOptions.Default, Part).Read(_model.Write(resource));
    }

    private IItemDecoder<ResourceRecord> RecordsOf(RecordOptions? records) =>
        Sharded(new RecordDecoder(Type, records ?? RecordOptions.Default, Part), static record => (record.Uid, record.Key.Namespace));

    private IItemDecoder<TItem> Sharded<TItem>(IItemDecoder<TItem> decoder, Func<TItem, (string? Uid, string Namespace)> identify)
        where TItem : class => Options.ShardSelector is { } shard ? new ShardDecoder<TItem>(decoder, shard, identify) : decoder;
}
