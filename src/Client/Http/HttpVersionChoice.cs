using System.Net;
using Microsoft.Extensions.Logging;

namespace KubeController.Client.Http;

/// <summary>
/// The HTTP version that requests ask for. A server that does not offer HTTP/2 is spoken to in HTTP/1.1 by the handler itself; this is for the one that offers
/// it, or the proxy before it, and cannot do it. Thread-safe.
/// </summary>
internal sealed class HttpVersionChoice(Version wanted, ILogger logger)
{
    private volatile Version _current = wanted;
    private volatile bool _works;

    public Version Current => _current;

    public void Answered(HttpResponseMessage response) => _works |= response.Version.Major >= 2;

    /// <summary>Says whether a request that failed shall be tried in HTTP/1.1: never once HTTP/2 has worked, since then something else is broken.</summary>
    public bool ShouldTryOlder(ApiRequest request, HttpRequestException error) => request.IsIdempotent && !_works && _current.Major >= 2 && IsOfHttp2(error);

    // A handshake of HTTP/2 that the server breaks off comes without a reason of its own, around what the stream reported.
    private static bool IsOfHttp2(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse
        || error is { HttpRequestError: HttpRequestError.Unknown, InnerException: not (null or OperationCanceledException) };

    /// <summary>Stays with HTTP/1.1, which has just worked.</summary>
    public void GiveUpNewer(HttpRequestException error)
    {
        if (_current.Major >= 2)
        {
            _current = HttpVersion.Version11;
            logger.Http2GivenUp(error.Message);
        }
    }
}
