namespace KubeController.Testing.Resources;

/// <summary>Ends running watches: all of them, or those of one kind. Thread-safe.</summary>
internal sealed class WatchGate(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    // What ends the watches of a table, for those that begin now.
    private readonly Dictionary<string, CancellationTokenSource> _open = new(StringComparer.Ordinal);
    // What ends watches that are to end soon; new ones do not come under it.
    private readonly List<CancellationTokenSource> _closing = [];
    private bool _isClosed;
    // How many times everything was cut abruptly: a stream that sees it rise breaks off instead of ending.
    private int _abruptCuts;

    /// <summary>Rises with every abrupt cut.</summary>
    public int AbruptCuts => Volatile.Read(ref _abruptCuts);

    /// <summary>A token that is cancelled when watches of the table end.</summary>
    public CancellationToken TokenOf(string table)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return new CancellationToken(canceled: true);
            }

            if (!_open.TryGetValue(table, out var source))
            {
                source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
                _open.Add(table, source);
            }

            return source.Token;
        }
    }

    /// <summary>Ends the watches of one table cleanly, as after a change of its CRD.</summary>
    /// <param name="table">The table.</param>
    /// <param name="delay">How long they go on; watches that begin meanwhile are not concerned.</param>
    public void End(string table, TimeSpan delay)
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            if (!_open.Remove(table, out source))
            {
                return;
            }

            _closing.RemoveAll(closing => closing.IsCancellationRequested);
            _closing.Add(source);
        }

        source.CancelAfter(delay);
    }

    /// <summary>Ends every watch.</summary>
    /// <param name="abruptly">Whether the connections break instead of ending.</param>
    public void Cut(bool abruptly)
    {
        if (abruptly)
        {
            Interlocked.Increment(ref _abruptCuts);
        }

        foreach (var source in TakeAll(isClosed: false))
        {
            source.Cancel();
            source.Dispose();
        }
    }

    /// <summary>Ends every watch cleanly, and those to come at once.</summary>
    public void Dispose()
    {
        foreach (var source in TakeAll(isClosed: true))
        {
            source.Cancel();
            source.Dispose();
        }
    }

    private CancellationTokenSource[] TakeAll(bool isClosed)
    {
        lock (_lock)
        {
            _isClosed |= isClosed;
            CancellationTokenSource[] all = [.. _open.Values, .. _closing];
            _open.Clear();
            _closing.Clear();
            return all;
        }
    }
}
