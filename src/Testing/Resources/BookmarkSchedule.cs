namespace KubeController.Testing.Resources;

/// <summary>When a watch has to wake without a write: for a bookmark every minute, for the last one shortly before the end, and for the end.</summary>
internal sealed class BookmarkSchedule
{
    private readonly DateTimeOffset _end;
    private readonly TimeSpan _interval;
    private readonly DateTimeOffset _last;
    private DateTimeOffset _next;

    /// <summary>Starts the schedule.</summary>
    /// <param name="start">Now.</param>
    /// <param name="end">When the watch ends.</param>
    /// <param name="isWanted">Whether bookmarks are wanted at all.</param>
    /// <param name="interval">The time between two bookmarks.</param>
    /// <param name="lastBeforeEnd">How long before the end the last one is due.</param>
    public BookmarkSchedule(DateTimeOffset start, DateTimeOffset end, bool isWanted, TimeSpan interval, TimeSpan lastBeforeEnd)
    {
        _end = end;
        _interval = interval;
        _last = end - lastBeforeEnd;
        _next = isWanted && _last > start ? Earlier(start + interval, _last) : DateTimeOffset.MaxValue;
    }

    /// <summary>The next time at which something is due without a write.</summary>
    public DateTimeOffset NextWake => Earlier(_next, _end);

    /// <summary>Whether a bookmark is due; if so, the next one is scheduled.</summary>
    public bool IsDue(DateTimeOffset now)
    {
        if (now < _next)
        {
            return false;
        }

        _next = now < _last ? Earlier(now + _interval, _last) : DateTimeOffset.MaxValue;
        return true;
    }

    private static DateTimeOffset Earlier(DateTimeOffset x, DateTimeOffset y) => x < y ? x : y;
}
