using System.Net;

namespace KubeController.Client.Http;

/// <summary>Says which failures are worth a second attempt, and are safe to have one.</summary>
/// <remarks>
/// <para>Reads, replaces, patches and deletes may be repeated: on 429, 502, 503 and 504, on 500 with Retry-After, and on a broken connection.</para>
/// <para>A create must not happen twice: it is repeated only where the server surely did not carry it out, which is on 429 and 503 with Retry-After (the
/// server turned it away before looking at it) and where no connection came about.</para>
/// <para>A version the server has not seen yet is no matter for the same request again: the reader decides to ask without it.</para>
/// </remarks>
internal static class RetryRules
{
    public static bool IsWorthwhile(ApiRequest request, Exception failure) => failure switch
    {
        ServerTimeoutException { IsResourceVersionTooLarge: true } => false,
        ApiException answer => request.IsIdempotent ? IsPassing(answer) : WasTurnedAway(answer),
        HttpRequestException transport => NeverConnected(transport) || (request.IsIdempotent && IsBroken(transport)),
        IOException => request.IsIdempotent,
        _ => false,
    };

    private static bool IsPassing(ApiException answer) => answer.StatusCode switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.InternalServerError => answer.RetryAfter is not null,
        _ => false,
    };

    private static bool WasTurnedAway(ApiException answer) =>
        answer is { RetryAfter: not null, StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable };

    private static bool NeverConnected(HttpRequestException transport) =>
        transport.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError;

    /// <summary>A failed TLS handshake or a configuration limit does not pass by itself.</summary>
    private static bool IsBroken(HttpRequestException transport) => transport.HttpRequestError is not
        (HttpRequestError.SecureConnectionError or HttpRequestError.UserAuthenticationError or HttpRequestError.VersionNegotiationError
        or HttpRequestError.ConfigurationLimitExceeded);
}
