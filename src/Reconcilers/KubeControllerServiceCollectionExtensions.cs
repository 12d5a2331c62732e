using System.Diagnostics.Metrics;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Events;
using KubeController.Reconcilers.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers;

/// <summary>Registers controllers with the services of a host.</summary>
public static class KubeControllerServiceCollectionExtensions
{
    /// <summary>Adds what controllers need, and the hosted service that runs them.</summary>
    /// <remarks>
    /// Registered, unless they are there already: <see cref="TimeProvider"/>, <see cref="ApiConnection"/> (see <see cref="KubeControllerOptions.Kubeconfig"/>),
    /// <see cref="ResourceClient"/>, <see cref="SharedInformers"/>, <see cref="Controllers"/> and <see cref="EventRecorder"/>. Nothing is static: hosts in one process share nothing. May
    /// be called several times.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <returns>A builder to add controllers and informers with.</returns>
    public static KubeControllerBuilder AddKubeController(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddFoundations(services);
        return new(services, section: null);
    }

    /// <summary>Adds what controllers need, with options; see <see cref="AddKubeController(IServiceCollection)"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the options; checked when the host starts.</param>
    /// <returns>A builder to add controllers and informers with.</returns>
    public static KubeControllerBuilder AddKubeController(this IServiceCollection services, Action<KubeControllerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = AddKubeController(services);
        services.Configure(configure);
        return builder;
    }

    /// <summary>Adds what controllers need, with options from a configuration section: those of <see cref="KubeControllerOptions"/> directly in it, those of a
    /// controller (<see cref="ControllerOptions"/>) under <c>Controllers:name</c>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="section">The section; it overrides what the code says.</param>
    /// <returns>A builder to add controllers and informers with.</returns>
    public static KubeControllerBuilder AddKubeController(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        AddFoundations(services);
        services.Configure<KubeControllerOptions>(section);
        services.AddSingleton(new ControllerConfiguration(section));
        return new(services, section);
    }

    private static void AddFoundations(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions<KubeControllerOptions>().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Connect);
        services.TryAddSingleton<ResourceClient>();
        services.TryAddSingleton(ShareInformers);
        services.TryAddSingleton<ControllerSurroundings>();
        services.TryAddSingleton<ControllerServices>();
        services.TryAddSingleton(static services => new Controllers(services));
        services.TryAddSingleton<ControllerSet>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KubeControllerOptions>, KubeControllerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KubeControllerOptions>, ControllerNamesValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ControllerOptions>, ControllerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ControllerOptions>, RetryDelaysValidator>());
        services.AddEventRecorder();        // stopped after the controllers, which may record until then
        services.AddHostedService<ControllerHost>();
    }

    private static ApiConnection Connect(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<KubeControllerOptions>>().Value;
        var connection = new ApiConnectionOptions
        {
            TimeProvider = services.GetRequiredService<TimeProvider>(),
            LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
            FieldManager = options.FieldManager,
            MeterFactory = services.GetService<IMeterFactory>(),
        };
        connection = options.Random is null ? connection : connection with { Random = options.Random };
        return options.Kubeconfig is null ? ApiConnection.FromEnvironment(connection) : ApiConnection.FromKubeconfig(options.Kubeconfig, options: connection);
    }

    private static SharedInformers ShareInformers(IServiceProvider services) => new(
        services.GetRequiredService<ApiConnection>(),
        new()
        {
            TimeProvider = services.GetRequiredService<TimeProvider>(),
            Random = services.GetRequiredService<IOptions<KubeControllerOptions>>().Value.Random,
            MeterFactory = services.GetService<IMeterFactory>(),
        },
        services.GetRequiredService<ILoggerFactory>());
}
