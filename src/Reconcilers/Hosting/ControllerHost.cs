using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeController.Reconcilers.Hosting;

/// <summary>Ties the life of the controllers to that of the host.</summary>
internal sealed class ControllerHost(IServiceProvider services) : BackgroundService
{
    private readonly CancellationTokenSource _impatience = new();
    private ControllerSet? _controllers;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Not injected: hosted services are created before the options are checked, and all that is wrong shall be named at once.
        // And not in ExecuteAsync: a service that cannot be created fails the start of the host.
        _controllers = services.GetRequiredService<ControllerSet>();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (cancellationToken.IsCancellationRequested)
        {
            // The host has waited long enough: what still runs is cancelled, whatever the drain time says. Not by a registration on the token:
            // which of two is called first is not ours to say, and the end of the wait would take it away.
            await _impatience.CancelAsync();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _impatience.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _controllers!.RunAsync(stoppingToken, _impatience.Token);
}
