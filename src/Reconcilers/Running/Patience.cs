using KubeController.Reconcilers.Hosting;

namespace KubeController.Reconcilers.Running;

/// <summary>Cancels the running reconciles when the drain time after the stop has passed, or the host does not wait any longer.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _onStopping;
    private readonly CancellationTokenRegistration _onImpatience;

    public Patience(ControllerSurroundings surroundings, CancellationToken stopping, CancellationToken impatience)
    {
        _end = new(Timeout.InfiniteTimeSpan, surroundings.TimeProvider);
        _onStopping = stopping.Register(() => _end.CancelAfter(surroundings.Options.DrainTimeout));
        _onImpatience = impatience.Register(_end.Cancel);
    }

    public CancellationToken Token => _end.Token;

    public void Dispose()
    {
        _onStopping.Dispose();
        _onImpatience.Dispose();
        _end.Dispose();
    }
}
