using KubeController.Reconcilers.Health;
using Microsoft.Extensions.DependencyInjection;

namespace KubeController.Reconcilers;

/// <summary>Registers the health checks of a host with controllers.</summary>
public static class KubeControllerHealthChecksBuilderExtensions
{
    /// <summary>The tag of the check for readiness: <c>ready</c>.</summary>
    public const string Ready = "ready";

    /// <summary>The tag of the check for liveness: <c>live</c>.</summary>
    public const string Live = "live";

    /// <summary>Adds two checks. Map each to an endpoint by its tag.</summary>
    /// <remarks>
    /// <para><c>kubecontroller-ready</c>, tag <c>ready</c>: healthy when every informer has listed and every controller works, or stands by for its election. Degraded when it
    /// is, and a server is not heard of.</para>
    /// <para><c>kubecontroller-live</c>, tag <c>live</c>: healthy as long as every watch progresses; see <see cref="Informers.InformerHealth.IsLive"/>. What is not, is not mended by
    /// waiting.</para>
    /// <para>The data of a report tell each informer's and each controller's state in words.</para>
    /// </remarks>
    /// <param name="builder">The health checks of the host; <c>services.AddHealthChecks()</c>.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddKubeController(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Add(new("kubecontroller-ready", static services => ActivatorUtilities.CreateInstance<ReadyCheck>(services), failureStatus: null, [Ready]))
            .Add(new("kubecontroller-live", static services => ActivatorUtilities.CreateInstance<LiveCheck>(services), failureStatus: null, [Live]));
    }
}
