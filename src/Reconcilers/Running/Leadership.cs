namespace KubeController.Reconcilers.Running;

/// <summary>Says when the controllers of a host may work: always or, with an election, for one term after the other.</summary>
internal sealed class Leadership(bool isElected)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkingTerm? _term = isElected ? null : WorkingTerm.WithoutEnd;

    /// <summary>Gets a value indicating whether work has to wait for an election.</summary>
    public bool IsElected => isElected;

    /// <summary>Waits for a term and takes part in it.</summary>
    /// <returns>The term, to be left when the work in it has ended.</returns>
    public async Task<WorkingTerm> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task begun;
            lock (_lock)
            {
                if (_term is { Lost.IsCancellationRequested: false } term)
                {
                    term.Enter();
                    return term;
                }

                begun = _begun.Task;
            }

            await begun.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives a term to the controllers: what the elector runs as the work of the leader.</summary>
    /// <param name="details">The term.</param>
    /// <param name="stopping">No controller takes part any more; those that do go on, for they know.</param>
    /// <param name="lost">Cancels their work.</param>
    /// <returns>A task that ends when the term is over and nobody works in it.</returns>
    public async Task LeadAsync(LeaderTerm details, CancellationToken stopping, CancellationToken lost)
    {
        var term = new WorkingTerm(details, lost);
        lock (_lock)
        {
            _term = term;

            // Whoever waits from now on, waits for the next term: this one may be lost by then.
            var begun = _begun;
            _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
            begun.TrySetResult();
        }

        await EndOf(stopping, lost);
        lock (_lock)
        {
            _term = null;
        }

        await term.CloseAsync();
    }

    private static async Task EndOf(CancellationToken one, CancellationToken other)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = one.UnsafeRegister(static end => ((TaskCompletionSource)end!).TrySetResult(), end);
        await using var second = other.UnsafeRegister(static end => ((TaskCompletionSource)end!).TrySetResult(), end);
        await end.Task;
    }
}
