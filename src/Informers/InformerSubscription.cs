namespace KubeController.Informers;

/// <summary>A subscriber's connection to an informer; dispose it to end it.</summary>
public abstract class InformerSubscription : IAsyncDisposable
{
    private protected InformerSubscription()
    {
    }

    /// <summary>Gets a value indicating whether the subscriber has been called for every object of its initial list.</summary>
    public abstract bool HasSynced { get; }

    /// <summary>Gets the number of changes that wait for the subscriber.</summary>
    public abstract int PendingCount { get; }

    /// <summary>Gets how often a change was merged into one that waited, because <see cref="InformerOptions{T}.MaxPendingChanges"/> was reached.</summary>
    public abstract long MergedCount { get; }

    /// <summary>Waits until the subscriber has been called for every object of its initial list: those of the first list, or those in the store when it subscribed.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes after the last of these calls has returned.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the subscription or its informer ended first.</exception>
    public abstract Task WaitForSyncAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends the subscription and waits for the call in flight, if any; what still waited is not delivered.</summary>
    /// <remarks>May be called several times. Called by the subscriber itself from within its callback, it does not wait for that callback.</remarks>
    /// <returns>A task that completes when the subscriber is not, and never again will be, called.</returns>
    public abstract ValueTask DisposeAsync();
}
