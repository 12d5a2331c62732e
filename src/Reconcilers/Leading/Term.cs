namespace KubeController.Reconcilers.Leading;

/// <summary>
/// The time for which we may lead. It ends <see cref="LeaderElectionOptions.RenewDeadline"/> after the start of the last renewal that succeeded, by a timer that needs
/// nobody to run, and for who asks also where the timer is late. An ended term never comes back.
/// </summary>
internal sealed class Term : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _lost;
    private long _renewedAt;

    public Term(TimeProvider timeProvider, TimeSpan limit, LeaderTerm details, long acquiredAt)
    {
        (_timeProvider, _limit, Details, _renewedAt) = (timeProvider, limit, details, acquiredAt);
        _lost = new(Timeout.InfiniteTimeSpan, timeProvider);
        Lost = _lost.Token;
        Extend(acquiredAt);
    }

    public LeaderTerm Details { get; }

    /// <summary>Cancelled when the term is over.</summary>
    public CancellationToken Lost { get; }

    public bool IsHeld => !Lost.IsCancellationRequested && TimeLeft > TimeSpan.Zero;

    /// <summary>Whether the term ended because its time was up.</summary>
    public bool IsExpired => Lost.IsCancellationRequested && TimeLeft <= TimeSpan.Zero;

    private TimeSpan TimeLeft => _limit - _timeProvider.GetElapsedTime(Volatile.Read(ref _renewedAt));

    /// <summary>Takes note of a renewal that the server has taken, which began at a time. An answer that comes after the end changes nothing.</summary>
    public void Extend(long renewalBegan)
    {
        if (TimeLeft > TimeSpan.Zero)
        {
            Volatile.Write(ref _renewedAt, renewalBegan);
        }

        // Where the old end has passed and its timer is late, this ends the term as well.
        var left = TimeLeft;
        if (left > TimeSpan.Zero)
        {
            _lost.CancelAfter(left);
        }
        else
        {
            End();
        }
    }

    public void End() => _lost.Cancel();

    public void Dispose() => _lost.Dispose();
}
