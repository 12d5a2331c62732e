namespace KubeController.Informers.Sharing;

/// <summary>One shared informer, without its type, and how many use it.</summary>
internal sealed class SharedEntry(object informer, Func<CancellationToken, Task> run, Func<CancellationToken, Task> waitForSync, Func<InformerState> state)
{
    // Cancelled by the last user's release.
    private readonly CancellationTokenSource _released = new();
    private Task _running = Task.CompletedTask;

    public object Informer => informer;

    public InformerState State => state();

    /// <summary>Gets or sets the number of uses. Changed under the lock of whoever holds the entry.</summary>
    public int Uses { get; set; }

    /// <summary>Begins to run the informer, once, until the token is cancelled or the entry released.</summary>
    /// <returns>A task that completes when it has ended.</returns>
    public Task Start(CancellationToken cancellationToken) => _running = RunAsync(cancellationToken);

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => waitForSync(cancellationToken);

    public async Task StopAsync()
    {
        await _released.CancelAsync();
        await _running;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _released.Token);
        await run(stop.Token);
    }
}
