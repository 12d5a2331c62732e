using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.WorkQueues;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Running;

/// <summary>What wakes a controller: the changes of one resource type. Here a change becomes keys, and is forgotten.</summary>
internal abstract class Trigger
{
    public abstract InformerSubscription Subscribe(WorkQueue<NamespacedName> queue);
}

/// <summary>Predicate, then mapping.</summary>
internal sealed class Trigger<T>(
    Informer<T> informer, Predicate<ResourceChange<T>>? predicate, Func<ResourceChange<T>, IEnumerable<NamespacedName>> keys, ILogger logger) : Trigger
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public override InformerSubscription Subscribe(WorkQueue<NamespacedName> queue) => informer.Subscribe(change =>
    {
        if (!Matters(change))
        {
            return;
        }

        foreach (var key in keys(change))
        {
            queue.Add(key, PriorityOf(change.Origin));
        }
    });

    // What was there before the controller began, and what has not changed, lets go first what has just happened.
    private static int PriorityOf(ChangeOrigin origin) => origin is ChangeOrigin.InitialList or ChangeOrigin.Resync ? WorkPriority.Background : WorkPriority.Live;

    /// <summary>A change that its predicate cannot judge matters: one reconcile too many does no harm, a lost change may.</summary>
    private bool Matters(ResourceChange<T> change)
    {
        try
        {
            return predicate is null || predicate(change);
        }
        catch (Exception error)
        {
            logger.PredicateFailed(informer.Type, change.Key, error);
            return true;
        }
    }
}
