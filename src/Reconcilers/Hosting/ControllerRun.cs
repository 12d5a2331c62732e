using KubeController.Reconcilers.Running;

namespace KubeController.Reconcilers.Hosting;

/// <summary>A controller of a set, from its start to its end.</summary>
internal sealed class ControllerRun(Controller controller) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _isDisposed;

    public Controller Controller => controller;

    /// <summary>Gets a task that ends when the controller has stopped; <see langword="null"/> before it was started.</summary>
    public Task? Completion { get; private set; }

    /// <summary>Gets a value indicating whether the controller is to stop by itself, without the others.</summary>
    public bool IsRemoved => _stop.IsCancellationRequested;

    public void Start(Task synced, Leadership leadership, CancellationToken stopping, CancellationToken impatience) =>
        Completion ??= RunAsync(synced, leadership, stopping, impatience);

    /// <summary>Stops the controller alone.</summary>
    /// <returns>A task that ends when its last reconcile has.</returns>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await (Completion ?? Task.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        // By whoever removes it and by the end of the set, should both come at once.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await controller.DisposeAsync();
            _stop.Dispose();
        }
    }

    private async Task RunAsync(Task synced, Leadership leadership, CancellationToken stopping, CancellationToken impatience)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _stop.Token);
        await controller.RunAsync(synced, leadership, either.Token, impatience);
    }
}
