using KubeController.Informers;
using KubeController.Reconcilers.Hosting;

namespace KubeController.Reconcilers.Running;

/// <summary>Keeps reconcilers waiting until every informer has listed, and says at intervals for what they wait.</summary>
internal sealed class SyncGate(SharedInformers informers, ControllerSurroundings surroundings)
{
    private readonly TimeProvider _timeProvider = surroundings.TimeProvider;
    private readonly TimeSpan? _timeout = surroundings.Options.SyncTimeout;
    private readonly TimeSpan _interval = surroundings.Options.SyncWarningInterval;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var start = _timeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                var left = _timeout - _timeProvider.GetElapsedTime(start);
                await informers.WaitForSyncAsync(left < _interval ? left.Value : _interval, cancellationToken);
                return;
            }
            catch (TimeoutException laggards) when (_timeProvider.GetElapsedTime(start) is var waited && (_timeout is null || waited < _timeout))
            {
                surroundings.Logger.StillWaiting(waited, laggards.Message);
            }
            catch (TimeoutException laggards)
            {
                throw new TimeoutException(
                    $"No controller was started, for {nameof(KubeControllerOptions.SyncTimeout)} ({_timeout}) has passed. Mend what the informers say, or raise it. "
                    + laggards.Message,
                    laggards);
            }
        }
    }
}
