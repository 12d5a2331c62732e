using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;

namespace KubeController.Reconcilers.Waking;

/// <summary>Names the owners of a changed object, those it had and those it has.</summary>
internal sealed class OwnerKeys(ResourceType ownerType, bool anyOwner, PrimaryScope scope)
{
    public IEnumerable<NamespacedName> Of<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> => OwnersOf(change.OldMetadata).Concat(OwnersOf(change.NewMetadata)).Distinct();

    private IEnumerable<NamespacedName> OwnersOf(ObjectMetadata? owned) =>
        (owned?.OwnerReferences ?? []).Where(IsOurs).Select(owner => scope.OwnerOf(owned!, owner));

    // The version is ignored: a reference keeps the one that its writer used.
    private bool IsOurs(V1OwnerReference owner) =>
        (anyOwner || owner.Controller is true) && owner.Kind == ownerType.Kind && GroupOf(owner.ApiVersion) == ownerType.Group;

    private static string GroupOf(string apiVersion) => apiVersion.IndexOf('/') is var slash and > 0 ? apiVersion[..slash] : string.Empty;
}
