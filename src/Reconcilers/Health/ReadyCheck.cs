using KubeController.Informers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KubeController.Reconcilers.Health;

/// <summary>Whether the process does its work, or is ready to take it over.</summary>
internal sealed class ReadyCheck(SharedInformers informers, Controllers controllers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (health, states) = (informers.Health, controllers.States);
        var data = health.ToDictionary(informer => informer.Name, object (informer) => informer.Reason);
        foreach (var controller in states)
        {
            data[$"controller {controller.Name}"] = controller.ToString();
        }

        List<string> unready =
        [
            .. health.Where(informer => !informer.IsReady).Select(informer => $"{informer.Name}: {informer.Reason}"),
            .. states.Where(controller => controller.Phase is ControllerPhase.Syncing or ControllerPhase.Stopped).Select(controller => $"controller {controller}"),
        ];
        if (unready.Count > 0)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, string.Join("; ", unready), data: data));
        }

        var silent = health.Where(informer => !informer.IsLive).Select(informer => $"{informer.Name}: {informer.Reason}").ToList();
        return Task.FromResult(silent.Count > 0 ? HealthCheckResult.Degraded(string.Join("; ", silent), data: data) : HealthCheckResult.Healthy(data: data));
    }
}
