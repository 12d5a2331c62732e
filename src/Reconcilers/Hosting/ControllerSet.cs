using KubeController.Informers;
using KubeController.Reconcilers.Running;

namespace KubeController.Reconcilers.Hosting;

/// <summary>The controllers of a host and their informers. Informers run first, workers after all have listed; at the end it is the other way round.</summary>
internal sealed class ControllerSet
{
    private readonly SharedInformers _informers;
    private readonly ControllerSurroundings _surroundings;
    private readonly IReadOnlyList<Controller> _controllers;
    private readonly int _informerCount;

    public ControllerSet(
        IServiceProvider services,
        SharedInformers informers,
        IEnumerable<InformerRegistration> registered,
        IEnumerable<ControllerRegistration> controllers,
        ControllerSurroundings surroundings)
    {
        _informers = informers;
        _surroundings = surroundings;

        // To count them is to create them: every registered informer is there before any runs, and before a reconciler asks for its store.
        _informerCount = registered.Count();
        _controllers = [.. controllers.Select(controller => controller.Create(services))];
    }

    public async Task RunAsync(CancellationToken stopping, CancellationToken impatience)
    {
        _surroundings.Logger.Starting(_controllers.Count, _informerCount);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var stopInformers = new CancellationTokenSource();
        var informing = _informers.RunAsync(stopInformers.Token);
        var synced = new SyncGate(_informers, _surroundings).WaitAsync(stop.Token);
        List<Task> running = [HoldAsync(synced, stop.Token), .. _controllers.Select(controller => controller.RunAsync(synced, stop.Token, impatience))];
        try
        {
            // The first part to end, ends all: none lives on in silence beside a failed one.
            await Task.WhenAny([informing, .. running]);
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            await stopInformers.CancelAsync();
            await informing;
        }
    }

    // Ends early if the informers do not list in time, also where there is no controller.
    private static async Task HoldAsync(Task synced, CancellationToken cancellationToken)
    {
        await synced;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
