using k8s.Models;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Ending;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Network;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Phases;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Settings;
using KubeController.Samples.AgenticSessions.Starting;
using KubeController.Samples.AgenticSessions.Tokens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KubeController.Samples.AgenticSessions.Hosting;

/// <summary>Registers the operator: what it watches, what wakes it, and its parts.</summary>
internal static class AgenticSessionsServices
{
    public const string Name = "agentic-operator";

    /// <summary>Adds the operator to the services of a host. The settings are read now, and checked when the host starts.</summary>
    public static IServiceCollection AddAgenticSessions(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.Get<OperatorSettings>() ?? new();
        services.AddSingleton<IValidateOptions<OperatorSettings>, OperatorSettingsAttributes>();
        services.AddSingleton<IValidateOptions<OperatorSettings>, OperatorSettingsValidator>();
        services.AddOptions<OperatorSettings>().Bind(configuration).ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OperatorSettings>>().Value);
        AddParts(services);
        AddInformers(services.AddKubeController(options => options.FieldManager = Name), settings)
            .AddController<AgenticSessionReconciler, AgenticSession>(controller => controller
                .Where(SessionTriggers.Matters)
                .Owns<V1Pod>(SessionTriggers.Matters)
                .Watches<V1Service>(SessionTriggers.SessionOf, SessionTriggers.Matters)
                .Watches<V1Namespace>(SessionTriggers.SessionsOf)
                .Watches<ProjectSettings>(SessionTriggers.SessionsOf)
                .WithWorkers(settings.Workers));
        return services;
    }

    /// <summary>Narrows what is watched to what the operator looks at, so that the rest of the cluster is not in its memory.</summary>
    private static KubeControllerBuilder AddInformers(KubeControllerBuilder builder, OperatorSettings settings) => builder
        .AddInformer<V1Namespace>(scope => scope.LabelSelector = $"{Labels.Managed}=true")
        .AddInformer<V1Pod>(scope => scope.LabelSelector = $"{Labels.App}={Labels.RunnerApp}")
        .AddInformer<V1Service>(scope => scope.LabelSelector = $"{Labels.App}={Labels.ServiceApp}")
        .AddInformer<V1NetworkPolicy>(scope => scope.FieldSelector = $"metadata.name={NetworkObjects.PolicyName}")
        .AddInformer<V1ConfigMap>(scope => scope.FieldSelector = $"metadata.name={PodVolumes.Certificates}")
        .AddInformer<V1Secret>(scope =>
        {
            scope.Namespace = settings.SecretsNamespace;
            scope.FieldSelector = $"metadata.name={SecretNames.SharedStorage}";
        });

    private static void AddParts(IServiceCollection services) => services
        .AddSingleton<ReconcileCount>()
        .AddSingleton<SessionPods>()
        .AddSingleton<SessionWriter>()
        .AddSingleton<SessionReset>()
        .AddSingleton<SessionStarter>()
        .AddSingleton<SessionEnd>()
        .AddSingleton<StartReader>()
        .AddSingleton<Certificates>()
        .AddSingleton<TokenProvisioner>()
        .AddSingleton<TokenRefresher>()
        .AddSingleton<SecretCopier>()
        .AddSingleton<SecretCopyRemover>()
        .AddSingleton<NetworkPolicyKeeper>()
        .AddSingleton<ServiceKeeper>()
        .AddSingleton<PodRemover>()
        .AddSingleton<PendingPhase>()
        .AddSingleton<ActivePhase>()
        .AddSingleton<RunningWork>()
        .AddSingleton<StoppingPhase>()
        .AddSingleton<TerminalPhase>();
}
