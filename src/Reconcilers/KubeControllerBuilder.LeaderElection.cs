using System.Diagnostics.Metrics;
using KubeController.Client;
using KubeController.Reconcilers.Leading;
using KubeController.Reconcilers.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers;

/// <content>Leader election.</content>
public sealed partial class KubeControllerBuilder
{
    /// <summary>Adds a <see cref="LeaderElector"/>, so that of several replicas one works.</summary>
    /// <remarks>With a configuration section given to <c>AddKubeController</c>, <c>LeaderElection</c> in it overrides what the code says.</remarks>
    /// <param name="configure">Sets the options, of which the name of the lease is required; checked when the host starts. Several calls add up.</param>
    /// <returns>This builder.</returns>
    public KubeControllerBuilder AddLeaderElection(Action<LeaderElectionOptions>? configure = null)
    {
        var options = Services.AddOptions<LeaderElectionOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (_section is not null)
        {
            options.Bind(_section.GetSection("LeaderElection"));
        }

        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LeaderElectionOptions>, LeaderElectionOptionsValidator>());
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LeaderElectionOptions>, LeaderElectionTimesValidator>());
        Services.TryAddSingleton(CreateElector);
        Services.TryAddSingleton<Election>(static services => services.GetRequiredService<LeaderElector>().RunAsync);
        return this;
    }

    private static LeaderElector CreateElector(IServiceProvider services) => new(
        services.GetRequiredService<ApiConnection>(),
        services.GetRequiredService<IOptions<LeaderElectionOptions>>().Value,
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IOptions<KubeControllerOptions>>().Value.Random ?? new ApiConnectionOptions().Random,
        services.GetRequiredService<ILoggerFactory>().CreateLogger("KubeController.Reconcilers"),
        services.GetService<IMeterFactory>());
}
