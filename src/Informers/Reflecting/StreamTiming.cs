namespace KubeController.Informers.Reflecting;

/// <summary>Decides how long a streamed list may take, and then how long its watch is to last and may be silent.</summary>
internal sealed class StreamTiming(TimeSpan limit, WatchTiming watch, TimeProvider timeProvider)
{
    // As often as client-go does. https://github.com/kubernetes/kubernetes/blob/v1.36.2/staging/src/k8s.io/client-go/tools/cache/reflector.go
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromSeconds(10);

    public TimeSpan Limit => limit;

    public long Now => timeProvider.GetTimestamp();

    public int NextTimeoutSeconds() => watch.NextTimeoutSeconds();

    /// <summary>Begins to wait for the end of the list; what comes meanwhile does not prolong it. When the patience is restarted, it is that of a watch.</summary>
    public WatchPatience Begin(int timeoutSeconds, CancellationToken cancellationToken) => watch.Begin(timeoutSeconds, cancellationToken, limit);

    public ITimer EveryTenSeconds(Action remind)
    {
        var timer = timeProvider.CreateTimer(static remind => ((Action)remind!)(), remind, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(ReminderPeriod, ReminderPeriod);
        return timer;
    }
}
