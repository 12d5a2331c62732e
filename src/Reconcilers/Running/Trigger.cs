using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Running;

/// <summary>What wakes a controller: the changes of one resource type. Here a change becomes keys, and is forgotten.</summary>
internal abstract class Trigger
{
    public abstract InformerSubscription Subscribe(WorkQueue<NamespacedName> queue);
}

/// <summary>Predicate, then mapping.</summary>
internal sealed class Trigger<T>(
    Informer<T> informer, Predicate<ResourceChange<T>>? predicate, Func<ResourceChange<T>, IEnumerable<NamespacedName>> keys) : Trigger
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public override InformerSubscription Subscribe(WorkQueue<NamespacedName> queue) => informer.Subscribe(change =>
    {
        if (predicate is not null && !predicate(change))
        {
            return;
        }

        foreach (var key in keys(change))
        {
            queue.Add(key);
        }
    });
}
