using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Secrets;

namespace KubeController.Samples.AgenticSessions.Ending;

/// <summary>Takes away what a session has in the cluster, as far as the caches show it. The pod goes last: while it is there, something is left to do.</summary>
internal sealed class PodRemover(ResourceClient client, SessionPods pods, Store<V1Service> services, SecretCopyRemover copies)
{
    /// <summary>Asks for the removal of service and pod, and of the copies of secrets nobody else needs.</summary>
    /// <returns>Whether nothing is left.</returns>
    public async Task<bool> RemoveAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        var pod = pods.Find(pass.Session);
        if (services.TryGet(pass.Names.Service, out var service))
        {
            await DeleteAsync(service, cancellationToken);
        }

        if (pod is null)
        {
            return service is null;
        }

        if (pod.Metadata.DeletionTimestamp is null)
        {
            await copies.RemoveUnusedAsync(pass.Session, cancellationToken);
            await DeleteAsync(pod, cancellationToken);
        }

        return false;
    }

    /// <summary>Removes the copies of secrets nobody else needs.</summary>
    public Task RemoveCopiesAsync(AgenticSession session, CancellationToken cancellationToken) => copies.RemoveUnusedAsync(session, cancellationToken);

    private async Task DeleteAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var thisOne = new DeleteOptions { Uid = resource.Metadata.Uid, PropagationPolicy = PropagationPolicy.Background };
        try
        {
            await client.DeleteAsync<T>(NamespacedName.Of(resource), thisOne, cancellationToken);
        }
        catch (Exception error) when (error is NotFoundException or ConflictException)
        {
            // It is gone; by now another one may have its name.
        }
    }
}
