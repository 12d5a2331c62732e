using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Hosting;

/// <summary>What every controller of a host is given.</summary>
internal sealed class ControllerSurroundings(IOptions<KubeControllerOptions> options, TimeProvider timeProvider, ILoggerFactory loggerFactory)
{
    public KubeControllerOptions Options { get; } = options.Value;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public ILogger Logger { get; } = loggerFactory.CreateLogger("KubeController.Reconcilers");
}
