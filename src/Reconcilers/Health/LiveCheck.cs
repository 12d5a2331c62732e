using KubeController.Informers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KubeController.Reconcilers.Health;

/// <summary>Whether every watch progresses. One that has not for so long is dead in a way that waiting does not mend.</summary>
internal sealed class LiveCheck(SharedInformers informers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = informers.Health;
        var data = health.ToDictionary(informer => informer.Name, object (informer) => informer.Reason);
        var dead = health.Where(informer => !informer.IsLive).Select(informer => $"{informer.Name}: {informer.Reason}").ToList();
        return Task.FromResult(dead.Count > 0
            ? new HealthCheckResult(context.Registration.FailureStatus, string.Join("; ", dead), data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
