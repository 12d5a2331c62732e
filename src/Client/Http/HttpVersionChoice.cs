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
    private int _doubts;

    public Version Current => _current;

    public void Answered(HttpResponseMessage response) => _works |= response.Version.Major >= 2;

    /// <summary>Says whether a request that failed shall be tried in HTTP/1.1: never once HTTP/2 has worked, since then something else is broken.</summary>
    public bool ShouldTryOlder(ApiRequest request, HttpRequestException error) => request.IsIdempotent && !_works && _current.Major >= 2 && IsOfHttp2(error);

    private static bool IsOfHttp2(HttpRequestException error) => IsSurelyOfHttp2(error) || error is { HttpRequestError: HttpRequestError.Unknown, InnerException: HttpRequestException or IOException };

    private static bool IsSurelyOfHttp2(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse;

    /// <summary>Stays with HTTP/1.1, which has just worked.</summary>
    /// <remarks>
    /// A handshake of HTTP/2 that the server breaks off comes without a reason of its own; but so does a connection that broke because the server was just going
    /// away. The second in a row, without an answer in HTTP/2 between them, is no chance.
    /// </remarks>
    public void GiveUpNewer(HttpRequestException error)
    {
        if (_current.Major >= 2 && (IsSurelyOfHttp2(error) || Interlocked.Increment(ref _doubts) >= 2))
        {
            _current = HttpVersion.Version11;
            logger.Http2GivenUp(error.Message);
        }
    }
}
