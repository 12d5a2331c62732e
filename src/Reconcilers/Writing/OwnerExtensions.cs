using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Writing;

namespace KubeController.Reconcilers;

/// <summary>Owners of resources: with the last of its owners a resource is deleted.</summary>
/// <remarks>An owner is known by its uid, so that a namesake created anew is not taken for it. https://kubernetes.io/docs/concepts/architecture/garbage-collection/</remarks>
public static class OwnerExtensions
{
    /// <summary>Makes another resource the controller of this one: it is deleted with it, and its changes wake the owner's reconciler (<see cref="ControllerBuilder{TResource}.Owns{TOwned}"/>).</summary>
    /// <remarks>The owner must have come from the server, since the reference holds its uid. Setting the same owner again changes nothing.</remarks>
    /// <typeparam name="T">The model of this resource.</typeparam>
    /// <typeparam name="TOwner">The model of the owner.</typeparam>
    /// <param name="resource">The resource; its metadata is modified.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="blockOwnerDeletion">
    /// Whether the owner, if it is deleted in the foreground, waits for this resource to go. Where the admission plugin OwnerReferencesPermissionEnforcement is on, that
    /// needs the right to update the finalizers of the owner.
    /// </param>
    /// <returns>The resource.</returns>
    /// <exception cref="InvalidOperationException">
    /// The owner has no uid, lives in another namespace, or another resource is the controller already.
    /// </exception>
    public static T ControlledBy<T, TOwner>(this T resource, TOwner owner, bool blockOwnerDeletion = true)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TOwner : class, IKubernetesObject<V1ObjectMeta>
    {
        var reference = OwnerReferences.To(owner, resource);
        var owners = OwnerReferences.Of(resource);
        if (owners.FirstOrDefault(known => known.Controller is true && known.Uid != reference.Uid) is { } other)
        {
            throw new InvalidOperationException(
                $"{reference.Kind} '{NamespacedName.Of(owner)}' cannot be the controller of '{NamespacedName.Of(resource)}': {other.Kind} '{other.Name}' is.");
        }

        reference.Controller = true;
        reference.BlockOwnerDeletion = blockOwnerDeletion;
        OwnerReferences.Put(owners, reference);
        return resource;
    }

    /// <summary>Makes another resource one of the owners of this one, but not its controller, of which there is one at most. If it is the controller already it stays so.</summary>
    /// <remarks>The owner must have come from the server, since the reference holds its uid. Its reconciler is woken by <c>Owns(anyOwner: true)</c> alone.</remarks>
    /// <typeparam name="T">The model of this resource.</typeparam>
    /// <typeparam name="TOwner">The model of the owner.</typeparam>
    /// <param name="resource">The resource; its metadata is modified.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="blockOwnerDeletion">Whether the owner, if it is deleted in the foreground, waits for this resource to go.</param>
    /// <returns>The resource.</returns>
    /// <exception cref="InvalidOperationException">The owner has no uid, or lives in another namespace.</exception>
    public static T OwnedBy<T, TOwner>(this T resource, TOwner owner, bool blockOwnerDeletion = false)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TOwner : class, IKubernetesObject<V1ObjectMeta>
    {
        var reference = OwnerReferences.To(owner, resource);
        var owners = OwnerReferences.Of(resource);
        reference.Controller = owners.FirstOrDefault(known => known.Uid == reference.Uid)?.Controller;
        reference.BlockOwnerDeletion = blockOwnerDeletion ? true : null;
        OwnerReferences.Put(owners, reference);
        return resource;
    }

    /// <summary>Removes another resource from the owners of this one, its controller included.</summary>
    /// <param name="resource">The resource; its metadata is modified.</param>
    /// <param name="owner">The owner.</param>
    /// <returns>Whether it was one, so that a write can be saved if not.</returns>
    public static bool RemoveOwner(this IKubernetesObject<V1ObjectMeta> resource, IKubernetesObject<V1ObjectMeta> owner)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(owner);
        return resource.HasOwner(owner) && OwnerReferences.Remove(resource.Metadata.OwnerReferences, owner.Metadata.Uid);
    }

    /// <summary>Says whether another resource is one of the owners of this one, as its controller or not.</summary>
    /// <param name="resource">This resource.</param>
    /// <param name="owner">The other.</param>
    /// <returns>Whether it is.</returns>
    public static bool HasOwner(this IKubernetesObject<V1ObjectMeta> resource, IKubernetesObject<V1ObjectMeta> owner)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(owner);
        return owner.Metadata?.Uid is { Length: > 0 } uid && resource.Metadata?.OwnerReferences?.Any(reference => reference.Uid == uid) is true;
    }

    /// <summary>Says whether this resource's controller is another one: the uid counts, so that a namesake created anew is not taken for it.</summary>
    /// <param name="resource">This resource.</param>
    /// <param name="owner">The other.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsControlledBy(this IKubernetesObject<V1ObjectMeta> resource, IKubernetesObject<V1ObjectMeta> owner)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(owner);
        return resource.ControllerOf() is { } controller && controller.Uid == owner.Metadata?.Uid;
    }

    /// <summary>Returns the reference to the controller of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The reference; <see langword="null"/> if it has none.</returns>
    public static V1OwnerReference? ControllerOf(this IKubernetesObject<V1ObjectMeta> resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Metadata?.OwnerReferences?.FirstOrDefault(reference => reference.Controller is true);
    }
}
