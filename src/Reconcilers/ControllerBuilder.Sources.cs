using System.Runtime.CompilerServices;
using System.Threading.Channels;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Waking;

namespace KubeController.Reconcilers;

/// <summary>What wakes the reconciler.</summary>
public sealed partial class ControllerBuilder<TResource>
{
    private readonly PrimaryScope _scope = new();
    private readonly List<NamedPredicate<TResource>> _predicates = [];
    private readonly List<Func<TriggerParts<TResource>, Trigger>> _triggers = [];

    // Learns from every change, also from one that the predicates after it drop.
    private NamedPredicate<TResource> Learning => new("scope", change =>
    {
        _scope.Learn(change.Key);
        return true;
    });

    /// <summary>Drops changes of the resources themselves that do not matter, such as with <see cref="Predicates.GenerationChanged{T}"/>.</summary>
    /// <param name="predicate">Whether a change matters; with several calls, all have to say so. It is quick, for it delays the changes behind it.</param>
    /// <param name="name">Under which name it is counted what the predicate drops; without one, the text it was written as.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Where(Predicate<ResourceChange<TResource>> predicate, [CallerArgumentExpression(nameof(predicate))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        _predicates.Add(NamedPredicate<TResource>.Of(predicate, name, _predicates.Count));
        return this;
    }

    /// <summary>Drops changes of the resources themselves unless one of several predicates lets them through.</summary>
    /// <param name="predicates">The predicates.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WhereAny(params Predicate<ResourceChange<TResource>>[] predicates) => Where(Predicates.Or(predicates), "any of several");

    /// <summary>Wakes the owner of a changed object: the old one and the new one, should it change hands.</summary>
    /// <remarks>Owners are known by group and kind, whatever their version.</remarks>
    /// <typeparam name="TOwned">The type of the owned objects.</typeparam>
    /// <param name="predicate">Whether a change matters; <see langword="null"/> for all.</param>
    /// <param name="anyOwner">Wakes every owner of the controller's type, and not only the one that is marked as controller.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Owns<TOwned>(Predicate<ResourceChange<TOwned>>? predicate = null, bool anyOwner = false)
        where TOwned : class, IKubernetesObject<V1ObjectMeta> =>
        Add(predicate, _ => new OwnerKeys(ResourceType.Of<TResource>(), anyOwner, _scope).Of);

    /// <summary>Wakes the owner of a changed object as <see cref="Owns{TOwned}"/> does, with a cache of nothing but metadata: a fraction of the memory, where no more is read.</summary>
    /// <param name="owned">The type of the owned objects.</param>
    /// <param name="predicate">Whether a change matters; <see langword="null"/> for all.</param>
    /// <param name="anyOwner">Wakes every owner of the controller's type, and not only the one that is marked as controller.</param>
    /// <param name="scope">Narrows which objects are watched.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> OwnsMetadata(
        ResourceType owned, Predicate<ResourceChange<PartialObjectMetadata>>? predicate = null, bool anyOwner = false, Action<InformerScope>? scope = null) =>
        AddMetadata(owned, scope, predicate, new OwnerKeys(ResourceType.Of<TResource>(), anyOwner, _scope).Of);

    /// <summary>Wakes whom a function names for a changed object.</summary>
    /// <typeparam name="TWatched">The type of the watched objects.</typeparam>
    /// <param name="keys">
    /// Names the resources to wake. A change that moves an object from one to another has to name both: see <see cref="ResourceChange{T}.Old"/> and
    /// <see cref="ResourceChange{T}.New"/>. It is quick, for it delays the changes behind it.
    /// </param>
    /// <param name="predicate">Whether a change matters; <see langword="null"/> for all.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Watches<TWatched>(
        Func<ResourceChange<TWatched>, IEnumerable<NamespacedName>> keys, Predicate<ResourceChange<TWatched>>? predicate = null)
        where TWatched : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Add(predicate, _ => keys);
    }

    /// <summary>Wakes whom a function names for a changed object, as the other <c>Watches</c> do, with a cache of nothing but metadata.</summary>
    /// <param name="watched">The type of the watched objects.</param>
    /// <param name="keys">Names the resources to wake. It is quick, for it delays the changes behind it.</param>
    /// <param name="predicate">Whether a change matters; <see langword="null"/> for all.</param>
    /// <param name="scope">Narrows which objects are watched.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WatchesMetadata(
        ResourceType watched,
        Func<ResourceChange<PartialObjectMetadata>, IEnumerable<NamespacedName>> keys,
        Predicate<ResourceChange<PartialObjectMetadata>>? predicate = null,
        Action<InformerScope>? scope = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return AddMetadata(watched, scope, predicate, keys);
    }

    /// <summary>Wakes whom a function finds among the controller's own resources for a changed object: all of its namespace, or those that refer to it.</summary>
    /// <typeparam name="TWatched">The type of the watched objects.</typeparam>
    /// <param name="keys">
    /// Names the resources to wake, given the change and the store of the controller's resources. What is not in the store yet need not be found: its addition wakes it.
    /// None for a change that does not matter. It is quick, for it delays the changes behind it.
    /// </param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Watches<TWatched>(Func<ResourceChange<TWatched>, Store<TResource>, IEnumerable<NamespacedName>> keys)
        where TWatched : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Add<TWatched>(predicate: null, parts => change => keys(change, parts.Own.Informer.Store));
    }

    /// <summary>Wakes whom something outside of the cluster names: a webhook, a message broker, a device.</summary>
    /// <remarks>
    /// Each key that can be read wakes its resource once; what was written before the controller started is kept by the channel. It is read by one controller alone. Completing the
    /// channel ends the source quietly; completing it with an error logs that. A trace that is current where the channel is read is linked to the reconcile.
    /// </remarks>
    /// <param name="name">A name for logs, metrics and traces.</param>
    /// <param name="keys">The channel.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WatchesChannel(string name, ChannelReader<NamespacedName> keys)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(keys);
        _triggers.Add(parts => new ChannelTrigger(name, keys, parts.Telemetry));
        return this;
    }

    /// <summary>Wakes whom a function names, at intervals. To look at one resource again, <see cref="ReconcileResult.RequeueAfter(TimeSpan)"/> is simpler.</summary>
    /// <param name="name">A name for logs, metrics and traces.</param>
    /// <param name="period">How often; the first time when it has passed once.</param>
    /// <param name="keys">Names the resources to wake, given the store of the controller's resources.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is not positive, or longer than a timer can wait (49 days).</exception>
    public ControllerBuilder<TResource> Every(string name, TimeSpan period, Func<Store<TResource>, IEnumerable<NamespacedName>> keys)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, TimeSpan.FromDays(49));
        ArgumentNullException.ThrowIfNull(keys);
        _triggers.Add(parts => new TimerTrigger(name, period, () => keys(parts.Own.Informer.Store), parts.Surroundings.TimeProvider, parts.Telemetry));
        return this;
    }

    // Frozen when the controller is made: a predicate may be added after what it judges.
    private Func<TriggerParts<TResource>, Trigger>[] Triggers()
    {
        var predicates = _predicates.ToArray();
        return [parts => new ChangeTrigger<TResource>(parts.Own, [Learning, .. predicates], PrimaryScope.KeyOf, parts.Telemetry), .. _triggers];
    }

    private ControllerBuilder<TResource> Add<T>(
        Predicate<ResourceChange<T>>? predicate, Func<TriggerParts<TResource>, Func<ResourceChange<T>, IEnumerable<NamespacedName>>> keys)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _host?.AddInformer<T>();
        var predicates = Named(predicate);
        _triggers.Add(parts => new ChangeTrigger<T>(parts.Informers.Lend<T>(), predicates, keys(parts), parts.Telemetry));
        return this;
    }

    private ControllerBuilder<TResource> AddMetadata(
        ResourceType type,
        Action<InformerScope>? scope,
        Predicate<ResourceChange<PartialObjectMetadata>>? predicate,
        Func<ResourceChange<PartialObjectMetadata>, IEnumerable<NamespacedName>> keys)
    {
        ArgumentNullException.ThrowIfNull(type);
        var narrowed = new InformerScope();
        scope?.Invoke(narrowed);
        narrowed.Type = type;
        var predicates = Named(predicate);
        _triggers.Add(parts => new ChangeTrigger<PartialObjectMetadata>(parts.Informers.LendMetadata(narrowed), predicates, keys, parts.Telemetry));
        return this;
    }

    private static NamedPredicate<T>[] Named<T>(Predicate<ResourceChange<T>>? predicate)
        where T : class, IKubernetesObject<V1ObjectMeta> => predicate is null ? [] : [new("predicate", predicate)];
}
