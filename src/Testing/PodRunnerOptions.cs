using System.Text.Json.Nodes;

namespace KubeController.Testing;

/// <summary>How the pod runner plays scheduler and kubelet. Read once, when the server starts.</summary>
/// <remarks>
/// Latencies run on the server's <see cref="ApiServerOptions.TimeProvider"/>. What happens to one pod is chosen by <see cref="Script"/>, or by annotations of
/// the pod; see <see cref="PodScript"/>. A latency of zero takes the pod through a state without writing it.
/// </remarks>
public sealed class PodRunnerOptions
{
    /// <summary>From the creation of a pod to its node. Default: zero.</summary>
    public TimeSpan ScheduleLatency { get; set; }

    /// <summary>From the node to the first container, as for the pull of an image. Default: zero.</summary>
    public TimeSpan StartLatency { get; set; }

    /// <summary>How long an init container runs, unless its script says otherwise. Default: zero.</summary>
    public TimeSpan InitLatency { get; set; }

    /// <summary>From the request to delete a pod to the end of its containers, unless their scripts say otherwise; the pod's grace period ends them earlier. Default: zero.</summary>
    public TimeSpan StopLatency { get; set; }

    /// <summary>How long a pull that fails shows ErrImagePull before it shows ImagePullBackOff. Default: 1 second.</summary>
    public TimeSpan ImagePullBackOffLatency { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait before the second restart of a container that crashes; each further one doubles it, up to 5 minutes. The first restart comes at once. Default: 10 seconds.</summary>
    public TimeSpan CrashBackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The names of the nodes; pods go to them in turn. Their Node objects are created at start. Default: <c>node-1</c>. At least one.</summary>
    public IReadOnlyList<string> Nodes { get; set; } = ["node-1"];

    /// <summary>
    /// Decides what happens to a pod: called once, when the runner first sees it, with a copy of it. Null, or a null result, leaves it to the pod's annotations.
    /// An exception from it makes the pod unschedulable, with the exception's message. Called on the runner's own loop: return quickly.
    /// </summary>
    public Func<JsonObject, PodScript?>? Script { get; set; }
}
