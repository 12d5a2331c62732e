using k8s;
using k8s.Models;
using KubeController.Reconcilers.Running;
using Microsoft.Extensions.DependencyInjection;

namespace KubeController.Reconcilers.Hosting;

/// <summary>How a reconciler is called: one for all calls, or a new one, in a scope of its own, for each.</summary>
internal static class ReconcileCalls
{
    public static ReconcileCall Of<TReconciler, TResource>(IServiceProvider services, ServiceLifetime lifetime)
        where TReconciler : class, IReconciler<TResource>
        where TResource : class, IKubernetesObject<V1ObjectMeta>
    {
        if (lifetime == ServiceLifetime.Singleton)
        {
            return services.GetRequiredService<TReconciler>().ReconcileAsync;
        }

        return async (request, cancellationToken) =>
        {
            await using var scope = services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<TReconciler>().ReconcileAsync(request, cancellationToken);
        };
    }
}
