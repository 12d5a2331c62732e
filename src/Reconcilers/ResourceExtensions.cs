using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>What reconcilers do with the resources they build.</summary>
public static class ResourceExtensions
{
    /// <summary>Makes another resource the controller of this one: it is deleted with it, and its changes wake the owner's reconciler (<see cref="ControllerBuilder{TResource}.Owns{TOwned}"/>).</summary>
    /// <remarks>The owner must have come from the server, since the reference holds its uid. Setting the same owner again changes nothing.</remarks>
    /// <typeparam name="T">The model of this resource.</typeparam>
    /// <typeparam name="TOwner">The model of the owner.</typeparam>
    /// <param name="resource">The resource; its metadata is modified.</param>
    /// <param name="owner">The owner.</param>
    /// <returns>The resource.</returns>
    /// <exception cref="InvalidOperationException">
    /// The owner has no uid, lives in another namespace, or another resource is the controller already.
    /// </exception>
    public static T ControlledBy<T, TOwner>(this T resource, TOwner owner)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TOwner : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(owner);
        var (key, ownerKey) = (NamespacedName.Of(resource), NamespacedName.Of(owner));
        var type = ResourceType.Of<TOwner>();
        if (string.IsNullOrEmpty(owner.Metadata?.Uid))
        {
            throw new InvalidOperationException($"{type.Kind} '{ownerKey}' has no uid, and cannot own '{key}'. Use the object that the server gave.");
        }

        if (ownerKey.Namespace.Length > 0 && ownerKey.Namespace != key.Namespace)
        {
            throw new InvalidOperationException($"{type.Kind} '{ownerKey}' cannot own '{key}': an owner lives in the namespace of what it owns, or in none.");
        }

        resource.Metadata ??= new();
        resource.Metadata.OwnerReferences ??= [];
        var owners = resource.Metadata.OwnerReferences;
        if (owners.FirstOrDefault(reference => reference.Controller is true && reference.Uid != owner.Metadata.Uid) is { } other)
        {
            throw new InvalidOperationException($"{type.Kind} '{ownerKey}' cannot be the controller of '{key}': {other.Kind} '{other.Name}' is.");
        }

        foreach (var known in owners.Where(reference => reference.Uid == owner.Metadata.Uid).ToList())
        {
            owners.Remove(known);
        }

        owners.Add(new()
        {
            ApiVersion = type.ApiVersion,
            Kind = type.Kind,
            Name = ownerKey.Name,
            Uid = owner.Metadata.Uid,
            Controller = true,
            BlockOwnerDeletion = true,
        });
        return resource;
    }

    /// <summary>Says whether this resource's controller is another one: the uid counts, so that a namesake created anew is not taken for it.</summary>
    /// <param name="resource">This resource.</param>
    /// <param name="owner">The other.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsControlledBy(this IKubernetesObject<V1ObjectMeta> resource, IKubernetesObject<V1ObjectMeta> owner)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(owner);
        return resource.Metadata?.OwnerReferences?.Any(reference => reference.Controller is true && reference.Uid == owner.Metadata?.Uid) is true;
    }

    /// <summary>Sets a condition: adds it, or changes the one of its type.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="condition">The condition; its <c>lastTransitionTime</c> is set here: to now if its status differs from before, and kept otherwise.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>Whether anything changed, so that a write can be saved if not.</returns>
    public static bool SetCondition(this IList<V1Condition> conditions, V1Condition condition, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var present = conditions.FirstOrDefault(known => known.Type == condition.Type);
        condition.LastTransitionTime = present is not null && present.Status == condition.Status ? present.LastTransitionTime : timeProvider.GetUtcNow().UtcDateTime;
        if (present is null)
        {
            conditions.Add(condition);
            return true;
        }

        conditions[conditions.IndexOf(present)] = condition;
        return (present.Status, present.Reason, present.Message, present.ObservedGeneration)
            != (condition.Status, condition.Reason, condition.Message, condition.ObservedGeneration);
    }
}
