using k8s;
using k8s.Models;
using KubeController.Informers;
using KubeController.Reconcilers.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers;

/// <summary>Adds controllers and informers to the services of a host.</summary>
public sealed partial class KubeControllerBuilder
{
    private readonly IConfiguration? _section;

    internal KubeControllerBuilder(IServiceCollection services, IConfiguration? section)
    {
        Services = services;
        _section = section;
    }

    /// <summary>Gets the services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a controller: a reconciler for resources of a type, and what wakes it.</summary>
    /// <remarks>
    /// The type itself is watched; the reconciler is woken for each of its objects and for each of their changes. <see cref="Store{T}"/> and <see cref="Informer{T}"/>
    /// of each watched type can be injected. The reconciler is registered as itself, unless it is registered already.
    /// </remarks>
    /// <typeparam name="TReconciler">The reconciler; its constructor gets services.</typeparam>
    /// <typeparam name="TResource">The type of the resources, with a <see cref="KubernetesEntityAttribute"/>.</typeparam>
    /// <param name="configure">Says what else wakes the reconciler, and how it is run.</param>
    /// <returns>This builder.</returns>
    public KubeControllerBuilder AddController<TReconciler, TResource>(Action<ControllerBuilder<TResource>>? configure = null)
        where TReconciler : class, IReconciler<TResource>
        where TResource : class, IKubernetesObject<V1ObjectMeta>
    {
        var controller = new ControllerBuilder<TResource>(this);
        configure?.Invoke(controller);
        var options = Services.AddOptions<ControllerOptions>(controller.Name).ValidateOnStart();
        controller.Options.ForEach(action => options.Configure(action));
        if (_section is not null)
        {
            options.Bind(new ControllerConfiguration(_section).Of(controller.Name));
        }

        Services.TryAdd(new ServiceDescriptor(typeof(TReconciler), typeof(TReconciler), controller.Lifetime));
        Services.AddSingleton(controller.Build<TReconciler>());
        return this;
    }

    /// <summary>Adds an informer, so that <see cref="Store{T}"/> and <see cref="Informer{T}"/> can be injected, or narrows the one that controllers use.</summary>
    /// <remarks>A host has one informer a type, whoever uses it. Reconcilers are not started before it has listed.</remarks>
    /// <typeparam name="T">The type of the objects, with a <see cref="KubernetesEntityAttribute"/>.</typeparam>
    /// <param name="scope">Narrows which objects are watched; several calls add up.</param>
    /// <param name="configure">Sets the options of the informer; several calls add up.</param>
    /// <returns>This builder.</returns>
    public KubeControllerBuilder AddInformer<T>(Action<InformerScope>? scope = null, Action<InformerOptions<T>>? configure = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (scope is not null)
        {
            Services.Configure(InformerRegistration<T>.OptionsName, scope);
        }

        if (configure is not null)
        {
            Services.Configure(configure);
        }

        Services.TryAddSingleton(Share<T>);
        Services.TryAddSingleton(static services => services.GetRequiredService<Informer<T>>().Store);
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<InformerRegistration, InformerRegistration<T>>());
        return this;
    }

    private static Informer<T> Share<T>(IServiceProvider services)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        services.GetRequiredService<SharedInformers>().GetOrAdd<T>(
            services.GetRequiredService<IOptionsMonitor<InformerScope>>().Get(InformerRegistration<T>.OptionsName),
            options =>
            {
                foreach (var configure in services.GetServices<IConfigureOptions<InformerOptions<T>>>())
                {
                    configure.Configure(options);
                }
            });
}
