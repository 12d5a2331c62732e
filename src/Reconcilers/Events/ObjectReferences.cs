using System.Reflection;
using k8s;
using k8s.Models;

namespace KubeController.Reconcilers.Events;

/// <summary>Makes references to the objects that events are about.</summary>
internal static class ObjectReferences
{
    public static V1ObjectReference To(IKubernetesObject<V1ObjectMeta> resource)
    {
        // Lists leave kind and version out of their items; the model has them. An object of any kind says them itself.
        var entity = resource.GetType().GetCustomAttribute<KubernetesEntityAttribute>();
        return new()
        {
            ApiVersion = entity is null ? resource.ApiVersion : string.IsNullOrEmpty(entity.Group) ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}",
            Kind = entity?.Kind ?? resource.Kind,
            Name = resource.Metadata?.Name,
            NamespaceProperty = resource.Metadata?.NamespaceProperty,
            Uid = resource.Metadata?.Uid,
            ResourceVersion = resource.Metadata?.ResourceVersion,
        };
    }
}
