using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;
using static KubeController.Testing.Tables.BuiltInColumns;

namespace KubeController.Testing.Tables;

/// <summary>The columns of kinds that run pods.</summary>
internal static class WorkloadColumns
{
    private static readonly string[] JobEnds = ["Complete", "Failed", "Suspended"];

    public static readonly IReadOnlyList<TableColumn> Deployment =
    [
        PrinterColumns.Name,
        Text("Ready", resource => $"{Number(Status(resource).Integer("readyReplicas"))}/{Number(Spec(resource).Integer("replicas"))}"),
        Text("Up-to-date", resource => Number(Status(resource).Integer("updatedReplicas"))),
        Text("Available", resource => Number(Status(resource).Integer("availableReplicas"))),
        Age,
        .. Templates(),
        Text("Selector", resource => Selector(Spec(resource).Object("selector")), priority: 1),
    ];

    public static readonly IReadOnlyList<TableColumn> ReplicaSet =
    [
        PrinterColumns.Name,
        new TableColumn("Desired", (resource, _) => Spec(resource).Integer("replicas") ?? 0) { Type = "integer" },
        new TableColumn("Current", (resource, _) => Status(resource).Integer("replicas") ?? 0) { Type = "integer" },
        new TableColumn("Ready", (resource, _) => Status(resource).Integer("readyReplicas") ?? 0) { Type = "integer" },
        Age,
        .. Templates(),
        Text("Selector", resource => Selector(Spec(resource).Object("selector")), priority: 1),
    ];

    public static readonly IReadOnlyList<TableColumn> StatefulSet =
    [
        PrinterColumns.Name,
        Text("Ready", resource => $"{Number(Status(resource).Integer("readyReplicas"))}/{Number(Spec(resource).Integer("replicas"))}"),
        Age,
        .. Templates(),
    ];

    public static readonly IReadOnlyList<TableColumn> Job =
    [
        PrinterColumns.Name,
        Text("Status", JobStatus),
        Text("Completions", resource => $"{Number(Status(resource).Integer("succeeded"))}/{Number(Spec(resource).Integer("completions") ?? 1)}"),
        new TableColumn("Duration", Duration),
        Age,
        .. Templates(),
        Text("Selector", resource => Selector(Spec(resource).Object("selector")), priority: 1),
    ];

    private static JsonObject Spec(JsonObject resource) => resource.Object("spec") ?? [];

    private static JsonObject Status(JsonObject resource) => resource.Object("status") ?? [];

    private static IEnumerable<TableColumn> Templates() =>
    [
        Text("Containers", resource => Containers(resource, "name"), priority: 1),
        Text("Images", resource => Containers(resource, "image"), priority: 1),
    ];

    private static string Containers(JsonObject resource, string member) =>
        string.Join(',', (Spec(resource).Object("template")?.Object("spec")?.Array("containers")?.OfType<JsonObject>() ?? []).Select(container => container.Text(member)));

    private static string JobStatus(JsonObject job)
    {
        var conditions = (Status(job).Array("conditions")?.OfType<JsonObject>() ?? []).Where(condition => condition.Text("status") == "True").ToList();
        return Array.Find(JobEnds, end => conditions.Exists(condition => condition.Text("type") == end)) ?? "Running";
    }

    private static JsonNode? Duration(JsonObject job, DateTimeOffset now)
    {
        if (!GoTime.TryParse(Status(job).Text("startTime"), out var start))
        {
            return "";
        }

        return Durations.Text((GoTime.TryParse(Status(job).Text("completionTime"), out var end) ? end : now) - start);
    }
}
