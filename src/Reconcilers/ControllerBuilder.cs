using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers;

/// <summary>Says what wakes a reconciler, and how it is run.</summary>
/// <typeparam name="TResource">The type of the resources that the controller is for.</typeparam>
public sealed class ControllerBuilder<TResource>
    where TResource : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly KubeControllerBuilder _builder;
    private readonly PrimaryScope _scope = new();
    private readonly List<Predicate<ResourceChange<TResource>>> _predicates = [];
    private readonly List<Func<IServiceProvider, Trigger>> _triggers = [];

    internal ControllerBuilder(KubeControllerBuilder builder)
    {
        _builder = builder;
        AddTrigger<TResource>(IsOfInterest, PrimaryScope.KeyOf);
    }

    internal string Name { get; private set; } = ResourceType.Of<TResource>().Kind.ToLowerInvariant();

    internal ServiceLifetime Lifetime { get; private set; } = ServiceLifetime.Singleton;

    internal List<Action<ControllerOptions>> Options { get; } = [];

    /// <summary>Names the controller, for logs and configuration. The name is unique in a host.</summary>
    /// <param name="name">The name; without a call, the kind in lower case.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        return this;
    }

    /// <summary>Drops changes of the resources themselves that do not matter, such as with <see cref="Predicates.GenerationChanged{T}"/>.</summary>
    /// <param name="predicate">Whether a change matters; with several calls, all have to say so. It is quick, for it delays the changes behind it.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Where(Predicate<ResourceChange<TResource>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        _predicates.Add(predicate);
        return this;
    }

    /// <summary>Drops changes of the resources themselves unless one of several predicates lets them through.</summary>
    /// <param name="predicates">The predicates.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WhereAny(params Predicate<ResourceChange<TResource>>[] predicates) => Where(Predicates.Or(predicates));

    /// <summary>Wakes the owner of a changed object: the old one and the new one, should it change hands.</summary>
    /// <remarks>Owners are known by group and kind, whatever their version.</remarks>
    /// <typeparam name="TOwned">The type of the owned objects.</typeparam>
    /// <param name="predicate">Whether a change matters; <see langword="null"/> for all.</param>
    /// <param name="anyOwner">Wakes every owner of the controller's type, and not only the one that is marked as controller.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Owns<TOwned>(Predicate<ResourceChange<TOwned>>? predicate = null, bool anyOwner = false)
        where TOwned : class, IKubernetesObject<V1ObjectMeta> =>
        AddTrigger(predicate, new OwnerKeys(ResourceType.Of<TResource>(), anyOwner, _scope).Of);

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
        return AddTrigger(predicate, keys);
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
        return AddTrigger<TWatched>(predicate: null, services =>
        {
            var store = services.GetRequiredService<Store<TResource>>();
            return change => keys(change, store);
        });
    }

    /// <summary>Sets how many keys are reconciled side by side.</summary>
    /// <param name="workers">The number; one without a call.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WithWorkers(int workers) => Configure(options => options.Workers = workers);

    /// <summary>Sets how long one reconcile may take before it is cancelled and counts as failed.</summary>
    /// <param name="deadline">The time; none without a call.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WithDeadline(TimeSpan deadline) => Configure(options => options.Deadline = deadline);

    /// <summary>Makes a service scope, and a reconciler in it, for each reconcile.</summary>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WithScopePerReconcile()
    {
        Lifetime = ServiceLifetime.Scoped;
        return this;
    }

    /// <summary>Sets further options.</summary>
    /// <param name="configure">Sets them; checked when the host starts.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> Configure(Action<ControllerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Options.Add(configure);
        return this;
    }

    /// <summary>Freezes what was said.</summary>
    internal ControllerRegistration Build<TReconciler>()
        where TReconciler : class, IReconciler<TResource>
    {
        var (name, triggers, lifetime) = (Name, _triggers.ToArray(), Lifetime);
        return new(name, services => new(
            name,
            Array.ConvertAll(triggers, trigger => trigger(services)),
            ReconcileCalls.Of<TReconciler, TResource>(services, lifetime),
            services.GetRequiredService<IOptionsMonitor<ControllerOptions>>().Get(name),
            services.GetRequiredService<ControllerSurroundings>()));
    }

    private bool IsOfInterest(ResourceChange<TResource> change)
    {
        _scope.Learn(change.Key);
        return _predicates.TrueForAll(predicate => predicate(change));
    }

    private ControllerBuilder<TResource> AddTrigger<T>(
        Predicate<ResourceChange<T>>? predicate, Func<ResourceChange<T>, IEnumerable<NamespacedName>> keys)
        where T : class, IKubernetesObject<V1ObjectMeta> => AddTrigger(predicate, _ => keys);

    private ControllerBuilder<TResource> AddTrigger<T>(
        Predicate<ResourceChange<T>>? predicate, Func<IServiceProvider, Func<ResourceChange<T>, IEnumerable<NamespacedName>>> keys)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _builder.AddInformer<T>();
        _triggers.Add(services => new Trigger<T>(
            services.GetRequiredService<Informer<T>>(), predicate, keys(services), services.GetRequiredService<ControllerSurroundings>().Logger));
        return this;
    }
}
