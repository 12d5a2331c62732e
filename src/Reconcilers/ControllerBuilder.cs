using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Running;
using KubeController.Reconcilers.Waking;
using KubeController.WorkQueues;
using Microsoft.Extensions.DependencyInjection;

namespace KubeController.Reconcilers;

/// <summary>Says what wakes a reconciler, and how it is run.</summary>
/// <typeparam name="TResource">The type of the resources that the controller is for.</typeparam>
public sealed partial class ControllerBuilder<TResource>
    where TResource : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly KubeControllerBuilder? _host;

    /// <param name="host">Where the informers are registered; <see langword="null"/> when the host runs already.</param>
    internal ControllerBuilder(KubeControllerBuilder? host)
    {
        _host = host;
        host?.AddInformer<TResource>();
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

    /// <summary>Sets how long failed keys wait: by exception, with a common limit, or otherwise composed.</summary>
    /// <param name="backoff">The policy.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<TResource> WithBackoff(IBackoffPolicy backoff)
    {
        ArgumentNullException.ThrowIfNull(backoff);
        return Configure(options => options.Backoff = backoff);
    }

    /// <summary>Freezes what was said, for a host that is not built yet.</summary>
    internal ControllerRegistration Build<TReconciler>()
        where TReconciler : class, IReconciler<TResource>
    {
        var (name, triggers, lifetime) = (Name, Triggers(), Lifetime);
        return new(name, services => Create(
            name, triggers, services, services.RegisteredSettings(name), ReconcileCalls.Of<TReconciler, TResource>(services.Services, lifetime)));
    }

    /// <summary>Makes the controller, in a host that runs.</summary>
    internal Controller Create(ControllerServices services, IReconciler<TResource> reconciler) =>
        Create(Name, Triggers(), services, services.LateSettings(Name, Options), reconciler.ReconcileAsync);

    private static Controller Create(
        string name,
        IReadOnlyList<Func<TriggerParts<TResource>, Trigger>> triggers,
        ControllerServices services,
        ControllerSettings settings,
        ReconcileCall reconcile)
    {
        var telemetry = services.Surroundings.TelemetryOf(name);
        var own = services.Informers.Lend<TResource>();
        var parts = new TriggerParts<TResource>(own, services.Informers, services.Surroundings, telemetry);
        return new([.. triggers.Select(trigger => trigger(parts))], reconcile, own.Informer.Store.Contains, settings, telemetry, services.Surroundings);
    }
}
