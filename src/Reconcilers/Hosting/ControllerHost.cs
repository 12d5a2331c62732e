using KubeController.Informers;
using KubeController.Reconcilers.Running;
using Microsoft.Extensions.Hosting;

namespace KubeController.Reconcilers.Hosting;

/// <summary>Runs the informers and the controllers of a host: informers first, workers after all have listed; the other way round at the end.</summary>
internal sealed class ControllerHost(
    IServiceProvider services,
    SharedInformers informers,
    IEnumerable<InformerRegistration> registered,
    IEnumerable<ControllerRegistration> controllers,
    ControllerSurroundings surroundings) : BackgroundService
{
    private readonly CancellationTokenSource _impatience = new();

    // To count them is to create them: every registered informer is there before any runs.
    private readonly int _informerCount = registered.Count();
    private IReadOnlyList<Controller> _controllers = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Here and not later, so that a service that cannot be created fails the start of the host.
        _controllers = [.. controllers.Select(controller => controller.Create(services))];
        surroundings.Logger.Starting(_controllers.Count, _informerCount);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The host has waited long enough: what still runs is cancelled, whatever the drain time says.
        await using var impatient = cancellationToken.Register(_impatience.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _impatience.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var stopInformers = new CancellationTokenSource();
        var informing = informers.RunAsync(stopInformers.Token);
        var synced = new SyncGate(informers, surroundings).WaitAsync(stop.Token);
        List<Task> running =
        [
            HoldAsync(synced, stop.Token),
            .. _controllers.Select(controller => controller.RunAsync(synced, stop.Token, _impatience.Token)),
        ];
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
