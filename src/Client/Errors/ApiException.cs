using System.Net;
using System.Text;
using k8s.Models;

namespace KubeController.Client;

/// <summary>Tells that the API server, or a proxy before it, answered a request with an error.</summary>
/// <remarks>
/// The subclasses are the answers that a caller can do something about. What never reached a server, or broke on the way, is no
/// <see cref="ApiException"/>: it stays an <see cref="HttpRequestException"/> or an <see cref="IOException"/>.
/// </remarks>
public class ApiException : Exception
{
    internal ApiException(ApiFailure failure, string? advice)
        : base(Describe(failure, advice))
    {
        Status = failure.Status;
        StatusCode = failure.Code;
        Reason = failure.Reason;
        RetryAfter = failure.RetryAfter;
        Causes = failure.Status.Details?.Causes?.AsReadOnly() ?? (IReadOnlyList<V1StatusCause>)[];
    }

    /// <summary>Gets what the server says; made up from the response where its body was no <c>Status</c>.</summary>
    public V1Status Status { get; }

    /// <summary>Gets the HTTP status code, or that of the <see cref="Status"/> where it came within a watch.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>Gets the reason in one word, such as <c>AlreadyExists</c>; empty if there is none.</summary>
    public string Reason { get; }

    /// <summary>Gets how long the server asks to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Gets the single causes, with their field paths; mostly of an <see cref="InvalidException"/>.</summary>
    public IReadOnlyList<V1StatusCause> Causes { get; }

    /// <summary>Gets whether the same request may succeed later without anything being changed by the caller.</summary>
    /// <value>
    /// <see langword="true"/> for 408, 429 and every 5xx but 501. A conflict is not transient: the same request would conflict again, and the object is to be
    /// read anew first.
    /// </value>
    public bool IsTransient => StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (StatusCode >= HttpStatusCode.InternalServerError && StatusCode != HttpStatusCode.NotImplemented)
        || this is ServerTimeoutException;

    /// <summary>Returns the exception for a <c>Status</c> that came by another way, such as an Error frame of a watch.</summary>
    /// <param name="status">What the server says.</param>
    /// <param name="request">What was asked, for the message, such as <c>watch pods</c>; <see langword="null"/> leaves it out.</param>
    /// <returns>The exception, of the type that belongs to the reason or else to the code.</returns>
    public static ApiException FromStatus(V1Status status, string? request = null)
    {
        ArgumentNullException.ThrowIfNull(status);
        var seconds = status.Details?.RetryAfterSeconds;
        return new ApiFailure(status, seconds > 0 ? TimeSpan.FromSeconds(seconds.Value) : null, request).ToException();
    }

    private static string Describe(ApiFailure failure, string? advice)
    {
        var text = new StringBuilder();
        if (failure.Request is not null)
        {
            text.Append(failure.Request).Append(": ");
        }

        text.Append((int)failure.Code);
        if (failure.Reason.Length > 0)
        {
            text.Append(' ').Append(failure.Reason);
        }

        if (failure.Status.Message is { Length: > 0 } message)
        {
            text.Append(": ").Append(message.AsSpan().TrimEnd('.'));
        }

        text.Append('.');
        return advice is null ? text.ToString() : text.Append(' ').Append(advice).ToString();
    }
}
