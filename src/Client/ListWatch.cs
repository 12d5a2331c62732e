using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using KubeController.Client.Http;
using KubeController.Client.Wire;

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
    private readonly ApiConnection _connection;
    private readonly ListWatchOptions _options;
    private readonly ObjectDecoder<T> _decoder;
    private readonly string _what;

    /// <summary>Initializes a list and watch.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    /// <param name="type">The resource type, or <see langword="null"/> for that of the model's attribute.</param>
    /// <param name="options">Which objects, or <see langword="null"/> for all in all namespaces.</param>
    public ListWatch(ApiConnection connection, ResourceType? type = null, ListWatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.PageSize, nameof(options));
        Type = type ?? ResourceType.Of<T>();
        _decoder = new(connection.Json.TypeInfo<T>(), Type);
        _what = string.IsNullOrEmpty(_options.Namespace) ? Type.GroupResource : $"{Type.GroupResource} in {_options.Namespace}";
    }

    /// <summary>Gets the resource type.</summary>
    public ResourceType Type { get; }

    /// <summary>Gets which objects are listed and watched.</summary>
    public ListWatchOptions Options => _options;

    /// <summary>Reads a list, page by page.</summary>
    /// <param name="request">From which version and in which pages; <see langword="null"/> for the most recent state.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The pages, all of one state of the server; each is requested when the one before has been taken.</returns>
    /// <exception cref="ExpiredException">The version or the continue token is too old; with pages taken already, the list is to begin anew.</exception>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="InvalidDataException">The answer is no list.</exception>
    /// <exception cref="TimeoutException">No answer came, or the body stood still, for <see cref="ApiConnectionOptions.RequestTimeout"/>.</exception>
    public async IAsyncEnumerable<ListPage<T>> ListAsync(
        ListRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        request ??= new();
        while (true)
        {
            var page = await ReadPageAsync(request, cancellationToken);
            yield return page;
            if (page.Continue is null)
            {
                yield break;
            }

            // The token holds the version; the server refuses one beside it.
            request = request with { Continue = page.Continue, ResourceVersion = null, ResourceVersionMatch = null };
        }
    }

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
    public async Task<WatchStream<T>> OpenWatchAsync(WatchRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new();
        var path = PathWithSelectors()
            .Flag("watch", true)
            .Query("resourceVersion", request.ResourceVersion)
            .Query("resourceVersionMatch", request.SendInitialEvents ? "NotOlderThan" : null)
            .Flag("sendInitialEvents", request.SendInitialEvents)
            .Flag("allowWatchBookmarks", request.AllowBookmarks)
            .Query("timeoutSeconds", request.TimeoutSeconds);
        var (response, body) = await OpenAsync("watch", path, isList: false, cancellationToken);
        return new(response, body, _decoder);
    }

    private async Task<ListPage<T>> ReadPageAsync(ListRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? _options.PageSize;
        var path = PathWithSelectors()
            .Query("limit", limit > 0 ? limit : null)
            .Query("continue", request.Continue)
            .Query("resourceVersion", request.ResourceVersion)
            .Query("resourceVersionMatch", request.ResourceVersionMatch);
        var (response, body) = await OpenAsync("list", path, isList: true, cancellationToken);
        using (response)
        {
            var pipe = PipeReader.Create(body, new(bufferSize: 64 * 1024));
            using var stall = new StallGuard(_connection.Options, $"list {_what}", cancellationToken);
            try
            {
                return await new ListReader<T>(_decoder, $"list {_what}").ReadAsync(pipe, () => stall.ReadAsync(pipe));
            }
            finally
            {
                await pipe.CompleteAsync();
            }
        }
    }

    private async Task<(HttpResponseMessage Response, Stream Body)> OpenAsync(
        string verb, ResourcePath path, bool isList, CancellationToken cancellationToken)
    {
        var description = $"{verb} {_what}";
        var request = new ApiRequest { Method = HttpMethod.Get, Path = path.ToString(), Description = description, AcceptsGzip = isList };
        var response = await _connection.Transport.OpenAsync(request, retries: isList, cancellationToken);
        try
        {
            if (response.Content.Headers.ContentType?.MediaType is { } type && !type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidDataException($"{description}: the answer is '{type}' instead of JSON. Check that the address is that of an API server.");
            }

            return (response, await ResponseBody.OpenAsync(response.Content, cancellationToken));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private ResourcePath PathWithSelectors() => new ResourcePath(Type, _options.Namespace)
        .Query("labelSelector", _options.LabelSelector)
        .Query("fieldSelector", _options.FieldSelector)
        .Query("shardSelector", _options.ShardSelector);
}
