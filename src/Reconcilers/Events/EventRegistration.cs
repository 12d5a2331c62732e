using System.Diagnostics.Metrics;
using KubeController.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Events;

/// <summary>Registers the event recorder with the services of a host.</summary>
internal static class EventRegistration
{
    public static void AddEventRecorder(this IServiceCollection services)
    {
        services.AddOptions<EventRecorderOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventRecorderOptions>, EventRecorderOptionsValidator>());
        services.TryAddSingleton(static provider => new EventRecorder(
            provider.GetRequiredService<ResourceClient>(),
            provider.GetRequiredService<IOptions<EventRecorderOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<KubeControllerOptions>>().Value.Random,
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetService<IMeterFactory>()));
        services.AddHostedService<EventHost>();
    }
}
