namespace KubeController.Reconcilers.Running;

/// <summary>A time in which controllers may work, and how many do.</summary>
/// <param name="details">The term of the election; <see langword="null"/> where there is none.</param>
/// <param name="lost">Cancelled when the work has to end at once.</param>
internal sealed class WorkingTerm(LeaderTerm? details, CancellationToken lost)
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The term itself counts as one, until it is closed.
    private int _count = 1;

    public static WorkingTerm WithoutEnd => new(details: null, CancellationToken.None);

    public LeaderTerm? Details => details;

    public CancellationToken Lost => lost;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>Waits until all have left. Nobody may enter any more.</summary>
    public Task CloseAsync()
    {
        Leave();
        return _empty.Task;
    }
}
