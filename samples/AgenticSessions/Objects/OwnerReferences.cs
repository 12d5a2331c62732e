using k8s;
using k8s.Models;

namespace KubeController.Samples.AgenticSessions.Objects;

/// <summary>Makes and reads owner references. Without <c>blockOwnerDeletion</c>: setting it needs a right the operator does without.</summary>
internal static class OwnerReferences
{
    public static V1OwnerReference To(IKubernetesObject<V1ObjectMeta> owner, bool isController = true) => new()
    {
        ApiVersion = owner.ApiVersion,
        Kind = owner.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
        Controller = isController ? true : null,
    };

    public static bool IsOwnedBy(this IMetadata<V1ObjectMeta> resource, IMetadata<V1ObjectMeta> owner) =>
        resource.Metadata?.OwnerReferences?.Any(reference => reference.Uid == owner.Metadata.Uid) == true;
}
