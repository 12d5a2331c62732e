using KubeController.Reconcilers.Running;

namespace KubeController.Reconcilers.Hosting;

/// <summary>A controller that was added, and how to make it.</summary>
internal sealed record ControllerRegistration(string Name, Func<ControllerServices, Controller> Create);
