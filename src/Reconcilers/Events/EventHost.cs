using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeController.Reconcilers.Events;

/// <summary>Ties the life of the event recorder to that of the host. Registered before the controllers, so that it is stopped after them.</summary>
internal sealed class EventHost(IServiceProvider services) : BackgroundService
{
    private EventRecorder? _recorder;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Not injected: hosted services are created before the options are checked.
        _recorder = services.GetRequiredService<EventRecorder>();
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _recorder!.RunAsync(stoppingToken);
}
