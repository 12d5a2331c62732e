using System.Text.Json.Nodes;
using KubeController.Testing.Controllers.Pods;

namespace KubeController.Testing;

/// <summary>What happens to one pod of the pod runner.</summary>
/// <remarks>
/// Without a script the annotations of the pod are read, all with the prefix <c>testing.kubecontroller.dev/</c>: <c>schedule-after</c>, <c>start-after</c>,
/// <c>run-seconds</c>, <c>exit-code</c>, <c>end</c>, <c>message</c>, <c>stop-seconds</c> and <c>stop-exit-code</c>; times are seconds such as <c>0.5</c>. From
/// <c>run-seconds</c> on they speak of the first container; with a dot and a name, as in <c>run-seconds.sidecar</c>, of that container or init container.
/// <c>end</c> is <c>Unschedulable</c>, a reason never to start (<c>ErrImagePull</c>, <c>ImagePullBackOff</c>, <c>InvalidImageName</c>,
/// <c>CreateContainerConfigError</c>, <c>CreateContainerError</c>) or the reason of a termination such as <c>OOMKilled</c>. With an <c>end</c> or an
/// <c>exit-code</c> and no <c>run-seconds</c> a container runs for one second; with none of them, until it is stopped.
/// </remarks>
public sealed record PodScript
{
    /// <summary>The prefix of the annotations.</summary>
    public const string AnnotationPrefix = "testing.kubecontroller.dev/";

    /// <summary>From the creation of the pod to its node. Null takes <see cref="PodRunnerOptions.ScheduleLatency"/>.</summary>
    public TimeSpan? ScheduleAfter { get; init; }

    /// <summary>From the node to the first container. Null takes <see cref="PodRunnerOptions.StartLatency"/>.</summary>
    public TimeSpan? StartAfter { get; init; }

    /// <summary>The scheduler's message for a pod that finds no node; null lets it find one.</summary>
    public string? Unschedulable { get; init; }

    /// <summary>What the containers and init containers do, by name. A container without a script runs until it is stopped; such an init container succeeds.</summary>
    public IReadOnlyDictionary<string, ContainerScript> Containers { get; init; } = new Dictionary<string, ContainerScript>();

    /// <summary>Reads the annotations of a pod.</summary>
    /// <param name="pod">The pod; it is not changed.</param>
    /// <exception cref="FormatException">An annotation with the prefix has an unknown name or a value that is no number; the message names it.</exception>
    public static PodScript FromAnnotations(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return PodAnnotations.Read(pod);
    }
}
