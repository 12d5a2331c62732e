using System.Net;
using k8s.Models;

namespace KubeController.Client;

/// <summary>What is known of a request that the server refused.</summary>
/// <param name="Status">What the server says, made up from the response where the body is no Status.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
/// <param name="Request">What was asked, such as <c>get pods default/web</c>; <see langword="null"/> where nobody knows.</param>
internal sealed record ApiFailure(V1Status Status, TimeSpan? RetryAfter, string? Request)
{
    public HttpStatusCode Code => (HttpStatusCode)(Status.Code ?? 0);

    public string Reason => Status.Reason ?? string.Empty;

    /// <summary>Returns the exception whose type says what a caller can do.</summary>
    public ApiException ToException() => Reason switch
    {
        "NotFound" => new NotFoundException(this),
        "AlreadyExists" => new AlreadyExistsException(this),
        "Conflict" => new ConflictException(this),
        "Forbidden" => new ForbiddenException(this),
        "Unauthorized" => new UnauthorizedException(this),
        "Invalid" => new InvalidException(this),
        "Expired" or "Gone" => new ExpiredException(this),
        "TooManyRequests" => new TooManyRequestsException(this),
        "Timeout" or "ServerTimeout" => new ServerTimeoutException(this),
        _ => FromCode(),
    };

    private ApiException FromCode() => Code switch
    {
        HttpStatusCode.NotFound => new NotFoundException(this),
        HttpStatusCode.Conflict => new ConflictException(this),
        HttpStatusCode.Forbidden => new ForbiddenException(this),
        HttpStatusCode.Unauthorized => new UnauthorizedException(this),
        HttpStatusCode.UnprocessableEntity => new InvalidException(this),
        HttpStatusCode.Gone => new ExpiredException(this),
        HttpStatusCode.TooManyRequests => new TooManyRequestsException(this),
        HttpStatusCode.GatewayTimeout => new ServerTimeoutException(this),
        _ => new ApiException(this, advice: null),
    };
}
