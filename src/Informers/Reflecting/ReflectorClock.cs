namespace KubeController.Informers.Reflecting;

/// <summary>All that a reflector knows of time and chance.</summary>
internal sealed class ReflectorClock(WatchTiming watches, ReflectorBackoff backoff, TimeProvider timeProvider)
{
    public WatchTiming Watches => watches;

    /// <summary>Returns how long to wait before the next try: what the backoff says, or longer when the server asks for it.</summary>
    public TimeSpan NextDelay(TimeSpan? retryAfter)
    {
        var delay = backoff.Next();
        return retryAfter is { } asked && asked > delay ? asked : delay;
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, timeProvider, cancellationToken);
}
