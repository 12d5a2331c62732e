namespace KubeController.Informers.Reflecting;

/// <summary>Decides how long each watch is to last, and how long it may be silent.</summary>
internal sealed class WatchTiming(TimeSpan shortest, TimeSpan idle, TimeProvider timeProvider, Func<double> random)
{
    // What the server's own end may take beyond the time it was given, before the client ends the watch.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // How often more patience was needed than the option says: the time doubles with each.
    private int _doublings;

    /// <summary>Draws the time the next watch is to last, in whole seconds.</summary>
    public int NextTimeoutSeconds() => (int)(shortest * (1 + random())).TotalSeconds;

    /// <summary>Begins to wait for a sign of a watch: at first as long as said, or else no longer than for each further one.</summary>
    public WatchPatience Begin(int timeoutSeconds, CancellationToken cancellationToken, TimeSpan? first = null) =>
        new(idle * (1 << _doublings), TimeSpan.FromSeconds(timeoutSeconds) + Grace, timeProvider, cancellationToken, first);

    /// <summary>Notes that the server sends bookmarks: silence means something.</summary>
    public void HeardBookmark() => _doublings = 0;

    /// <summary>Notes a silent watch. A server that sends no bookmarks is silent in good order: more patience, up to a whole watch.</summary>
    public void HeardNothing()
    {
        if (idle * (1 << _doublings) < shortest)
        {
            _doublings++;
        }
    }
}
