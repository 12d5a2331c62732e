using k8s.Models;
using KubeController.Client;

namespace KubeController.Samples.AgenticSessions.Objects;

/// <summary>Makes and reads owner references. Without <c>blockOwnerDeletion</c>: setting it needs a right the operator does without.</summary>
internal static class OwnerReferences
{
    /// <summary>Refers to an owner by its model's type: an object out of a list does not say what it is.</summary>
    public static V1OwnerReference To<T>(T owner, bool isController = true)
        where T : IMetadata<V1ObjectMeta> => new()
        {
            ApiVersion = ResourceType.Of<T>().ApiVersion,
            Kind = ResourceType.Of<T>().Kind,
            Name = owner.Metadata.Name,
            Uid = owner.Metadata.Uid,
            Controller = isController ? true : null,
        };

    public static bool IsOwnedBy(this IMetadata<V1ObjectMeta> resource, IMetadata<V1ObjectMeta> owner) =>
        resource.Metadata?.OwnerReferences?.Any(reference => reference.Uid == owner.Metadata.Uid) == true;
}
