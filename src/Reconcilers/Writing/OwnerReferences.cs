using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Writing;

/// <summary>Makes references to owners, and keeps one of each in a list.</summary>
internal static class OwnerReferences
{
    /// <exception cref="InvalidOperationException">The one cannot own the other.</exception>
    public static V1OwnerReference To<TOwner>(TOwner owner, IKubernetesObject<V1ObjectMeta> resource)
        where TOwner : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(owner);
        var (key, ownerKey) = (NamespacedName.Of(resource), NamespacedName.Of(owner));
        var (apiVersion, kind) = TypeOf(owner);
        if (string.IsNullOrEmpty(owner.Metadata?.Uid))
        {
            throw new InvalidOperationException($"{kind} '{ownerKey}' has no uid, and cannot own '{key}'. Use the object that the server gave.");
        }

        if (ownerKey.Namespace.Length > 0 && ownerKey.Namespace != key.Namespace)
        {
            throw new InvalidOperationException($"{kind} '{ownerKey}' cannot own '{key}': an owner lives in the namespace of what it owns, or in none.");
        }

        return new() { ApiVersion = apiVersion, Kind = kind, Name = ownerKey.Name, Uid = owner.Metadata.Uid };
    }

    public static IList<V1OwnerReference> Of(IKubernetesObject<V1ObjectMeta> resource)
    {
        resource.Metadata ??= new();
        return resource.Metadata.OwnerReferences ??= [];
    }

    /// <summary>Puts a reference in the place of the one to the same owner, so that the list, once right, does not change any more; or at the end.</summary>
    public static void Put(IList<V1OwnerReference> owners, V1OwnerReference reference)
    {
        if (owners.FirstOrDefault(known => known.Uid == reference.Uid) is { } known)
        {
            owners[owners.IndexOf(known)] = reference;
        }
        else
        {
            owners.Add(reference);
        }
    }

    public static bool Remove(IList<V1OwnerReference> owners, string uid)
    {
        var gone = owners.Where(reference => reference.Uid == uid).ToList();
        gone.ForEach(reference => owners.Remove(reference));
        return gone.Count > 0;
    }

    // What a model of any kind is of, such as a DynamicObject, the object itself says.
    private static (string ApiVersion, string Kind) TypeOf<TOwner>(TOwner owner)
        where TOwner : class, IKubernetesObject<V1ObjectMeta>
    {
        if (typeof(TOwner).IsDefined(typeof(KubernetesEntityAttribute), inherit: false) || owner is not { ApiVersion.Length: > 0, Kind.Length: > 0 })
        {
            var type = ResourceType.Of<TOwner>();
            return (type.ApiVersion, type.Kind);
        }

        return (owner.ApiVersion, owner.Kind);
    }
}
