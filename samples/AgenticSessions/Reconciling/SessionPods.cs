using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Reconciling;

/// <summary>Finds the pods of sessions.</summary>
internal sealed class SessionPods(Store<V1Pod> pods, ResourceClient client)
{
    /// <summary>Finds a session's pod in the cache; a pod of an earlier session of the same name is none.</summary>
    public V1Pod? Find(AgenticSession session) => FindByName(session) is { } pod && pod.IsOwnedBy(session) ? pod : null;

    /// <summary>Finds whatever pod has the name of a session's pod in the cache.</summary>
    public V1Pod? FindByName(AgenticSession session) => pods.TryGet(SessionNames.Of(NamespacedName.Of(session)).Pod, out var pod) ? pod : null;

    /// <summary>Asks the server whether a session's pod is gone, before something is done that cannot be undone.</summary>
    public async Task<bool> IsGoneAsync(AgenticSession session, CancellationToken cancellationToken)
    {
        try
        {
            var pod = await client.GetAsync<V1Pod>(SessionNames.Of(NamespacedName.Of(session)).Pod, cancellationToken);
            return !pod.IsOwnedBy(session);
        }
        catch (NotFoundException)
        {
            return true;
        }
    }
}
