using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using KubeController.Client.Http;

namespace KubeController.Client.Wire;

/// <summary>The requests of a list and a watch, whatever is made of their objects.</summary>
internal sealed class ListWatchRequests(ApiConnection connection, ResourceType type, ListWatchOptions options, ObjectPart part)
{
    private readonly string _what = string.IsNullOrEmpty(options.Namespace) ? type.GroupResource : $"{type.GroupResource} in {options.Namespace}";

    /// <summary>Reads a list, page by page; each page has a decoder of its own.</summary>
    public async IAsyncEnumerable<ListPage<TItem>> ListAsync<TItem>(
        ListRequest request, Func<IItemDecoder<TItem>> decoder, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TItem : class
    {
        while (true)
        {
            var page = await ReadPageAsync(request, decoder(), cancellationToken);
            yield return page;
            if (page.Continue is null)
            {
                yield break;
            }

            // The token holds the version; the server refuses one beside it.
            request = request with { Continue = page.Continue, ResourceVersion = null, ResourceVersionMatch = null };
        }
    }

    public async Task<WatchStream<TItem>> OpenWatchAsync<TItem>(WatchRequest request, IItemDecoder<TItem> decoder, CancellationToken cancellationToken)
        where TItem : class
    {
        var path = PathWithSelectors()
            .Flag("watch", true)
            .Query("resourceVersion", request.ResourceVersion)
            .Query("resourceVersionMatch", request.SendInitialEvents ? "NotOlderThan" : null)
            .Flag("sendInitialEvents", request.SendInitialEvents)
            .Flag("allowWatchBookmarks", request.AllowBookmarks)
            .Query("timeoutSeconds", request.TimeoutSeconds);
        var (response, body) = await OpenAsync("watch", path, isList: false, cancellationToken);
        return new(response, body, decoder);
    }

    private async Task<ListPage<TItem>> ReadPageAsync<TItem>(ListRequest request, IItemDecoder<TItem> decoder, CancellationToken cancellationToken)
        where TItem : class
    {
        var limit = request.Limit ?? options.PageSize;
        var path = PathWithSelectors()
            .Query("limit", limit > 0 ? limit : null)
            .Query("continue", request.Continue)
            .Query("resourceVersion", request.ResourceVersion)
            .Query("resourceVersionMatch", request.ResourceVersionMatch);
        var (response, body) = await OpenAsync("list", path, isList: true, cancellationToken);
        using (response)
        {
            var pipe = PipeReader.Create(body, new(bufferSize: 64 * 1024));
            using var stall = new StallGuard(connection.Options, $"list {_what}", cancellationToken);
            try
            {
                return await new ListReader<TItem>(decoder, $"list {_what}").ReadAsync(pipe, () => stall.ReadAsync(pipe));
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
        var request = new ApiRequest { Method = HttpMethod.Get, Path = path.ToString(), Description = description, AcceptsGzip = isList, Accept = isList ? part.ListAccept : part.WatchAccept };
        var response = await connection.Transport.OpenAsync(request, retries: isList, cancellationToken);
        try
        {
            if (response.Content.Headers.ContentType?.MediaType is { } media && !media.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidDataException($"{description}: the answer is '{media}' instead of JSON. Check that the address is that of an API server.");
            }

            return (response, await ResponseBody.OpenAsync(response.Content, cancellationToken));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private ResourcePath PathWithSelectors() => new ResourcePath(type, options.Namespace)
        .Query("labelSelector", options.LabelSelector)
        .Query("fieldSelector", options.FieldSelector)
        .Query("shardSelector", options.ShardSelector?.ToString());
}
