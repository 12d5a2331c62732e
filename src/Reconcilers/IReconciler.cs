using k8s;
using k8s.Models;

namespace KubeController.Reconcilers;

/// <summary>Brings the world in line with one resource. You implement it.</summary>
/// <remarks>
/// <para>Level-based: a request names a resource and says nothing about what happened to it. Read the present state, do what is missing, and say in the result
/// when to look again. Many events may have become one call, and a call may find nothing to do.</para>
/// <para>One instance serves all workers of its controller at once, but never two calls for the same key; see <see cref="ControllerBuilder{TResource}.WithScopePerReconcile"/>
/// for an instance per call. An exception is recovered from, logged with key and attempt, and retried with backoff.</para>
/// </remarks>
/// <typeparam name="T">The model of the resource.</typeparam>
public interface IReconciler<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Reconciles one resource, which may not exist any more.</summary>
    /// <param name="request">Names the resource.</param>
    /// <param name="cancellationToken">Cancelled when the deadline of the controller has passed, or when the host does not wait any longer. Then an
    /// <see cref="OperationCanceledException"/> is the right answer.</param>
    /// <returns>What to do with the key next.</returns>
    /// <exception cref="TerminalException">Trying again would not help.</exception>
    ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken);
}
