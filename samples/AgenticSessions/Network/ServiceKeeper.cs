using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Reconciling;

namespace KubeController.Samples.AgenticSessions.Network;

/// <summary>Keeps the service through which a session's pod is reached.</summary>
internal sealed class ServiceKeeper(ResourceClient client, Store<V1Service> services)
{
    /// <summary>Makes the service, or lets the pod adopt the one that is there; no call if the cache shows it as it shall be.</summary>
    public async Task EnsureAsync(SessionPass pass, V1Pod pod, CancellationToken cancellationToken)
    {
        if (services.TryGet(pass.Names.Service, out var present) && present.IsOwnedBy(pod))
        {
            return;
        }

        var desired = NetworkObjects.Service(pass.Names, pod);
        await client.EnsureAsync(desired, cancellationToken);
    }
}
