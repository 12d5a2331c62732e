using k8s.Models;

namespace KubeController.Reconcilers.Events;

/// <summary>The events of the last minutes, each with its repetitions, and so few of them that they never take much memory. Thread-safe; never waits but for its lock.</summary>
internal sealed class EventBook(EventRecorderOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EventKey, EventSeries> _series = [];
    private bool _isClosing;

    /// <summary>Gets how many series the server does not know in full.</summary>
    public int Unsent
    {
        get
        {
            lock (_lock)
            {
                return _series.Values.Count(series => !series.IsSent);
            }
        }
    }

    /// <summary>Notes that an event happened.</summary>
    /// <param name="key">What it has in common with its repetitions.</param>
    /// <param name="make">Makes the event, if it is the first of its kind.</param>
    /// <param name="now">The time.</param>
    public EventNotice Note(in EventKey key, Func<Eventsv1Event> make, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_isClosing)
            {
                return EventNotice.Dropped;
            }

            if (_series.TryGetValue(key, out var known) && !(known.IsSent && IsOver(known, now)))
            {
                // Up to a number that the field can hold.
                known.Count = known.Count == int.MaxValue ? known.Count : known.Count + 1;
                known.LastAt = now;
                return known.Count == 2 ? EventNotice.ToBeSent : EventNotice.Counted;
            }

            if (known is null && !HasRoom_NeedsLock())
            {
                return EventNotice.Dropped;
            }

            _series[key] = new(make(), now);
            return EventNotice.ToBeSent;
        }
    }

    /// <summary>Returns what is to be sent of a series now, if anything; forgets it when it is over and the server knows all.</summary>
    public EventWrite? Next(in EventKey key, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                return null;
            }

            if (series.IsSent)
            {
                if (IsOver(series, now))
                {
                    _series.Remove(key);
                }

                return null;
            }

            return series.SentCount <= 1 || _isClosing || IsOver(series, now) || now - series.SentAt >= options.SeriesRefresh
                ? new(series.First, series.Count, series.LastAt, series.SentCount == 0)
                : null;
        }
    }

    /// <summary>Notes what the server knows of a series by now.</summary>
    public void Sent(in EventKey key, int count, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_series.TryGetValue(key, out var series))
            {
                (series.SentCount, series.SentAt) = (count, now);
            }
        }
    }

    /// <summary>Begins a series anew that the server has forgotten: under another name, with the count it had.</summary>
    public void Renew(in EventKey key, string name)
    {
        lock (_lock)
        {
            if (_series.TryGetValue(key, out var series))
            {
                series.SentCount = 0;
                series.First.Metadata.Name = name;
            }
        }
    }

    /// <summary>Returns after which time to look at a series again; <see langword="null"/> if it is forgotten.</summary>
    public TimeSpan? WaitFor(in EventKey key, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                return null;
            }

            var end = series.LastAt + options.SeriesTimeout;
            var refresh = series.SentAt + options.SeriesRefresh;
            var next = series.IsSent || end < refresh ? end : refresh;
            return series is { IsSent: false, SentCount: 1 } || next <= now ? TimeSpan.Zero : next - now;
        }
    }

    public void Forget(in EventKey key)
    {
        lock (_lock)
        {
            _series.Remove(key);
        }
    }

    /// <summary>Takes no further event.</summary>
    /// <returns>The series that the server does not know in full.</returns>
    public IReadOnlyList<EventKey> Close()
    {
        lock (_lock)
        {
            _isClosing = true;
            return [.. _series.Where(entry => !entry.Value.IsSent).Select(entry => entry.Key)];
        }
    }

    private bool IsOver(EventSeries series, DateTimeOffset now) => now - series.LastAt >= options.SeriesTimeout;

    // Makes room for many at once, so that looking for what can go costs little for each.
    private bool HasRoom_NeedsLock()
    {
        if (_series.Count < options.Capacity)
        {
            return true;
        }

        var known = _series.Where(entry => entry.Value.IsSent).OrderBy(entry => entry.Value.LastAt).Take(Math.Max(1, options.Capacity / 4));
        foreach (var (key, _) in known.ToList())
        {
            _series.Remove(key);
        }

        return _series.Count < options.Capacity;
    }
}
