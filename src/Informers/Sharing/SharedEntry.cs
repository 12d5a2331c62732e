namespace KubeController.Informers.Sharing;

/// <summary>One shared informer, without its type, and how many use it.</summary>
internal sealed class SharedEntry(
    object informer, Func<CancellationToken, Task> run, Func<CancellationToken, Task> waitForSync, Func<InformerState> state, Func<InformerHealth> health)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The informer's run, once it was started; it is not any more after the release. Guarded by the lock.
    private Task _running = Task.CompletedTask;

    public object Informer => informer;

    public InformerState State => state();

    public InformerHealth Health => health();

    /// <summary>Gets or sets the number of uses. Changed under the lock of whoever holds the entry.</summary>
    public int Uses { get; set; }

    /// <summary>Runs the informer, once, until the token is cancelled or the entry released.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _released.Task.IsCompleted ? Task.CompletedTask : _running = RunUntilReleasedAsync(cancellationToken);
        }
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => waitForSync(cancellationToken);

    /// <summary>Stops the informer; the task completes when it has ended.</summary>
    public Task ReleaseAsync()
    {
        lock (_lock)
        {
            _released.TrySetResult();
            return _running;
        }
    }

    private async Task RunUntilReleasedAsync(CancellationToken cancellationToken)
    {
        // Not under the lock.
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = run(stop.Token);
        await Task.WhenAny(running, _released.Task);
        await stop.CancelAsync();
        await running;
    }
}
