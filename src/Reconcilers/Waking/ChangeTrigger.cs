using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Telemetry;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Waking;

/// <summary>The changes of one resource type: predicates, then mapping.</summary>
internal sealed class ChangeTrigger<T>(
    InformerLoan<T> informer, IReadOnlyList<NamedPredicate<T>> predicates, Func<ResourceChange<T>, IEnumerable<NamespacedName>> keys, ControllerTelemetry telemetry) : Trigger
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly string _source = informer.Informer.Type.ToString();

    public override TriggerSubscription Subscribe(Inbox inbox) => TriggerSubscription.To(informer.Informer.Subscribe(change => Tell(change, inbox), telemetry.Controller));

    public override Task ReleaseAsync() => informer.ReleaseAsync();

    private void Tell(ResourceChange<T> change, Inbox inbox)
    {
        var kind = KindOf(change);
        telemetry.Changed(_source, kind);
        if (!Matters(change))
        {
            return;
        }

        try
        {
            Wake(change, kind, inbox);
        }
        catch (Exception error)
        {
            telemetry.Logger.MappingFailed(informer.Informer.Type, change.Key, error);
        }
    }

    private void Wake(ResourceChange<T> change, ReconcileCauseKind kind, Inbox inbox)
    {
        ReconcileCause? cause = null;
        foreach (var key in keys(change))
        {
            // Made for the first key, so that a change that wakes nobody costs nothing.
            cause ??= new(kind, _source) { Object = change.Key, Origin = change.Origin, Trace = telemetry.TraceOf(kind, _source, change.Key) };
            inbox.Wake(key, cause.Value, PriorityOf(change.Origin));
            telemetry.Woke(_source);
        }
    }

    private static ReconcileCauseKind KindOf(ResourceChange<T> change) => change.Origin switch
    {
        ChangeOrigin.InitialList => ReconcileCauseKind.Listed,
        ChangeOrigin.Resync => ReconcileCauseKind.Resync,
        _ => change.IsAdded ? ReconcileCauseKind.Added : change.IsDeleted ? ReconcileCauseKind.Deleted : ReconcileCauseKind.Modified,
    };

    // What was there before the controller began, and what has not changed, lets go first what has just happened.
    private static int PriorityOf(ChangeOrigin origin) => origin is ChangeOrigin.InitialList or ChangeOrigin.Resync ? WorkPriority.Background : WorkPriority.Live;

    private bool Matters(ResourceChange<T> change)
    {
        foreach (var predicate in predicates)
        {
            if (!Passes(predicate, change))
            {
                telemetry.Dropped(_source, predicate.Name);
                return false;
            }
        }

        return true;
    }

    /// <summary>A change that its predicate cannot judge matters: one reconcile too many does no harm, a lost change may.</summary>
    private bool Passes(NamedPredicate<T> predicate, ResourceChange<T> change)
    {
        try
        {
            return predicate.Predicate(change);
        }
        catch (Exception error)
        {
            telemetry.Logger.PredicateFailed(informer.Informer.Type, change.Key, error);
            return true;
        }
    }
}
