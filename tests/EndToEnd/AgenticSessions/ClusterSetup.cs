using System.Text.Json.Nodes;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Testing;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>What is particular about the cluster of a test. Script and faults may be exchanged while it runs.</summary>
internal sealed class ClusterSetup
{
    public Func<JsonObject, PodScript?> Script { get; set; } = _ => null;

    public Func<ApiRequestInfo, Fault?> Fault { get; set; } = _ => null;

    public Func<string, string> EditDefinitions { get; init; } = definitions => definitions;

    public bool InstallsCustomResources { get; init; } = true;

    public bool IsManaged { get; init; } = true;

    public bool HasRunnerSecret { get; init; } = true;

    /// <summary>Scripts the runner container of every pod.</summary>
    public static ClusterSetup WithRunner(ContainerScript runner) => new() { Script = _ => Pod(runner) };

    public static PodScript Pod(ContainerScript runner) => new() { Containers = new Dictionary<string, ContainerScript> { [PodStatusMapping.RunnerContainer] = runner } };

    /// <summary>Lets the first requests that match fail.</summary>
    public void FailFirst(int times, int statusCode, Predicate<ApiRequestInfo> matches)
    {
        var left = times;
        Fault = request => request.UserAgent.StartsWith("operator", StringComparison.Ordinal) && matches(request) && Interlocked.Decrement(ref left) >= 0
            ? new Fault { StatusCode = statusCode }
            : null;
    }
}
