using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using static KubeController.Testing.Tables.BuiltInColumns;

namespace KubeController.Testing.Tables;

/// <summary>The columns of pods.</summary>
internal static class PodColumns
{
    public static readonly IReadOnlyList<TableColumn> All =
    [
        PrinterColumns.Name,
        Text("Ready", Ready, "The aggregate readiness state of this pod for accepting traffic."),
        Text("Status", PodStatusText.Of, "The aggregate status of the containers in this pod."),
        new TableColumn("Restarts", Restarts)
        {
            Description = "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.",
        },
        Age,
        Text("IP", pod => Status(pod).Text("podIP") ?? "<none>", "podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.", priority: 1),
        Text("Node", pod => pod.Object("spec")?.Text("nodeName") ?? "<none>", "NodeName indicates in which node this pod is scheduled.", priority: 1),
        Text("Nominated Node", pod => Status(pod).Text("nominatedNodeName") ?? "<none>", priority: 1),
        Text("Readiness Gates", _ => "<none>", priority: 1),
    ];

    /// <summary>The status of a pod; an empty one where it has none.</summary>
    public static JsonObject Status(JsonObject pod) => pod.Object("status") ?? [];

    /// <summary>The statuses of the ordinary containers.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject pod) => Status(pod).Array("containerStatuses")?.OfType<JsonObject>() ?? [];

    private static string Ready(JsonObject pod)
    {
        var ready = Containers(pod).Count(container => container.Boolean("ready") == true && container.Object("state")?.Object("running") is not null);
        return $"{ready}/{pod.Object("spec")?.Array("containers")?.Count ?? 0}";
    }

    private static JsonNode? Restarts(JsonObject pod, DateTimeOffset now)
    {
        var restarts = Containers(pod).Sum(container => container.Integer("restartCount") ?? 0);
        var last = Containers(pod)
            .Select(container => container.Object("lastState")?.Object("terminated")?.Text("finishedAt"))
            .OfType<string>()
            .Max(StringComparer.Ordinal);
        return restarts > 0 && last is not null ? $"{restarts} ({Durations.Since(last, now)} ago)" : Number(restarts);
    }
}
