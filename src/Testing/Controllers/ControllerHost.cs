using KubeController.Testing.Controllers.Events;
using KubeController.Testing.Controllers.Garbage;
using KubeController.Testing.Controllers.Namespaces;
using KubeController.Testing.Controllers.Pods;
using KubeController.Testing.Http;

namespace KubeController.Testing.Controllers;

/// <summary>Runs the controllers that live in the server, as far as the options ask for them.</summary>
internal sealed class ControllerHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyList<Task> _running;

    private ControllerHost(IEnumerable<IController> controllers) => _running = [.. controllers.Select(controller => Task.Run(() => controller.RunAsync(_stop.Token)))];

    /// <summary>Starts them.</summary>
    public static ControllerHost Start(ApiCore core, ApiServerOptions options)
    {
        var cluster = core.Cluster;
        var controllers = new List<IController> { new EventExpiry(new ControllerClient(core, "event-expiry"), cluster) };
        if (options.GarbageCollection)
        {
            controllers.Add(new GarbageCollector(new ControllerClient(core, "generic-garbage-collector"), cluster));
            controllers.Add(new NamespaceController(new ControllerClient(core, "namespace-controller"), cluster));
        }

        if (options.NamespaceDefaults)
        {
            controllers.Add(new NamespaceDefaults(new ControllerClient(core, "namespace-defaults"), cluster));
        }

        if (options.Pods is { } pods)
        {
            controllers.Add(new PodRunner(new ControllerClient(core, "pod-runner"), cluster, pods));
        }

        return new ControllerHost(controllers);
    }

    /// <summary>Stops them and waits for their ends. A controller that broke is told here: it is a defect of the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_running);
        }
        catch (OperationCanceledException)
        {
            // That is how they end.
        }

        _stop.Dispose();
    }
}
