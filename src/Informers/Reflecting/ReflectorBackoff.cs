namespace KubeController.Informers.Reflecting;

/// <summary>The delays between tries: doubled from failure to failure, spread, and back to the first after a time without failure.</summary>
internal sealed class ReflectorBackoff(TimeSpan first, TimeSpan longest, TimeProvider timeProvider, Func<double> random)
{
    private static readonly TimeSpan ResetAfter = TimeSpan.FromMinutes(2);

    // What a server asks for is a number from outside: a timer takes 49 days at most, and long before that the informer would look dead.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    private TimeSpan? _next;
    private long? _askedAt;

    /// <summary>Returns the next delay: between the step's length and twice that, or longer when the server asks for it, up to ten minutes.</summary>
    public TimeSpan Next(TimeSpan? retryAfter = null)
    {
        var now = timeProvider.GetTimestamp();
        if (_askedAt is { } before && timeProvider.GetElapsedTime(before, now) > ResetAfter)
        {
            _next = null;
        }

        _askedAt = now;
        var step = _next ?? first;
        _next = step * 2 < longest ? step * 2 : longest;
        var delay = step * (1 + random());
        return retryAfter > delay ? (retryAfter < LongestAsked ? retryAfter.Value : LongestAsked) : delay;
    }
}
