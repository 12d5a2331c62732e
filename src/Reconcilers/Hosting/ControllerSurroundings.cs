using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using KubeController.Client;
using KubeController.Reconcilers.Telemetry;
using KubeController.WorkQueues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Hosting;

/// <summary>What every controller of a host is given.</summary>
internal sealed class ControllerSurroundings(
    IOptions<KubeControllerOptions> options, TimeProvider timeProvider, ILoggerFactory loggerFactory, IMeterFactory? meterFactory = null) : IDisposable
{
    private readonly ActivitySource _traces = new(ReconcilerInstruments.MeterName);

    public KubeControllerOptions Options { get; } = options.Value;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public ILogger Logger { get; } = loggerFactory.CreateLogger("KubeController.Reconcilers");

    /// <summary>Gets where chance comes from; called by many threads.</summary>
    public Func<double> Random { get; } = options.Value.Random ?? (static () => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30));

    public ControllerTelemetry TelemetryOf(string controller) => new(controller, Logger, meterFactory, _traces);

    public WorkQueueOptions<NamespacedName> QueueOptions(string controller, ControllerOptions controllerOptions) => new()
    {
        TimeProvider = TimeProvider,
        Random = Random,
        Backoff = controllerOptions.Backoff ?? new ExponentialBackoff(controllerOptions.BaseDelay, controllerOptions.MaxDelay, controllerOptions.Jitter),
        Name = controller,
        MeterFactory = meterFactory,
    };

    public void Dispose() => _traces.Dispose();
}
