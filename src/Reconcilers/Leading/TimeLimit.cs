namespace KubeController.Reconcilers.Leading;

/// <summary>A token that is cancelled when a time has passed, or with another token.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _outer;

    public TimeLimit(TimeSpan limit, TimeProvider timeProvider, CancellationToken outer)
    {
        _source = new(Timeout.InfiniteTimeSpan, timeProvider);
        Restart(limit);
        _outer = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Lets the time begin anew, if it has not passed.</summary>
    public void Restart(TimeSpan limit) =>
        // A timer drops what is below a millisecond, and would end a wait before its time.
        _source.CancelAfter(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, limit.TotalMilliseconds))));

    public void Dispose()
    {
        _outer.Dispose();
        _source.Dispose();
    }
}
