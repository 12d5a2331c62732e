using System.Net;
using System.Net.Http.Headers;
using KubeController.Testing.Access;

namespace KubeController.Testing.Http;

/// <summary>The door without a socket: requests go to the core in this process, and watches stream back without a buffer between.</summary>
internal sealed class InProcessHandler(ApiCore core, ApiUser user) : HttpMessageHandler
{
    // Cancelled when the handler is disposed: its watches end.
    private readonly CancellationTokenSource _closed = new();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, this);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            var response = await core.HandleAsync(Read(request, body), cancellationToken);
            return Write(request, response);
        }
        catch (ConnectionCutException cut)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, cut.Message, cut);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed.IsCancellationRequested)
        {
            _closed.Cancel();
            _closed.Dispose();
        }

        base.Dispose(disposing);
    }

    private ApiRequest Read(HttpRequestMessage request, byte[] body)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var content = request.Content?.Headers.ContentType?.ToString();
        return new ApiRequest
        {
            Method = request.Method.Method,
            Path = Uri.UnescapeDataString(uri.AbsolutePath),
            Query = QueryParameters.Parse(uri.Query),
            Accept = request.Headers.TryGetValues("Accept", out var accept) ? string.Join(",", accept) : "",
            ContentType = content ?? "",
            UserAgent = request.Headers.UserAgent.ToString(),
            IfNoneMatch = request.Headers.IfNoneMatch.ToString(),
            Authorization = request.Headers.Authorization?.ToString() ?? "",
            User = request.Headers.Authorization is null ? user : null,
            Impersonation = Impersonation.Of(Header(request, Impersonation.UserHeader).FirstOrDefault() ?? "", Header(request, Impersonation.GroupHeader)),
            Body = body,
        };
    }

    private static IEnumerable<string> Header(HttpRequestMessage request, string name) => request.Headers.TryGetValues(name, out var values) ? values : [];

    private HttpResponseMessage Write(HttpRequestMessage request, ApiResponse response)
    {
        HttpContent content = response.Frames is { } frames
            ? new StreamContent(new FrameStream(frames, _closed.Token))
            : new ReadOnlyMemoryContent(request.Method == HttpMethod.Head ? default : response.Body);
        if (response.ContentType.Length > 0)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(response.ContentType);
        }

        var message = new HttpResponseMessage((HttpStatusCode)response.Code) { RequestMessage = request, Content = content };
        foreach (var (name, value) in response.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
