using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;

namespace KubeController.Reconcilers.Waking;

/// <summary>Names the resource of a change itself, and learns from it whether the controller's resources live in namespaces.</summary>
/// <remarks>
/// An owner reference has no namespace: the owner is in that of its object, or in none if its kind is cluster-scoped, which a model does not tell. Until the first
/// resource was seen it does not matter either: each resource wakes itself when it is first seen.
/// </remarks>
internal sealed class PrimaryScope
{
    private volatile bool _isCluster;

    /// <summary>Learns from a change, also from one that the controller's predicates then drop: what its resources own wakes them all the same.</summary>
    public void Learn(NamespacedName primary) => _isCluster |= primary.Namespace.Length == 0;

    public static IEnumerable<NamespacedName> KeyOf<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> => [change.Key];

    public NamespacedName OwnerOf(ObjectMetadata owned, V1OwnerReference owner) =>
        new(_isCluster ? string.Empty : owned.Namespace, owner.Name);
}
