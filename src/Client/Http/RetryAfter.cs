using System.Net.Http.Headers;

namespace KubeController.Client.Http;

/// <summary>Reads the <c>Retry-After</c> header.</summary>
internal static class RetryAfter
{
    /// <summary>Returns the time to wait; <see langword="null"/> if the header is absent, unreadable or not in the future.</summary>
    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - timeProvider.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }
}
