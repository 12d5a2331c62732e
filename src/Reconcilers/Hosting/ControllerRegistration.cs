using KubeController.Reconcilers.Running;

namespace KubeController.Reconcilers.Hosting;

/// <summary>A controller that was added, and how to make it from the services of the host.</summary>
internal sealed record ControllerRegistration(string Name, Func<IServiceProvider, Controller> Create);
