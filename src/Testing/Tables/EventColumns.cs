using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using static KubeController.Testing.Tables.BuiltInColumns;

namespace KubeController.Testing.Tables;

/// <summary>The columns of events, in either of their forms.</summary>
internal static class EventColumns
{
    public static readonly IReadOnlyList<TableColumn> All =
    [
        new TableColumn("Last Seen", (resource, now) => Durations.Since(LastSeen(resource), now)),
        Text("Type", resource => resource.Text("type")),
        Text("Reason", resource => resource.Text("reason")),
        Text("Object", InvolvedObject),
        Text("Subobject", resource => Involved(resource).Text("fieldPath"), priority: 1),
        Text("Source", Source, priority: 1),
        Text("Message", resource => (resource.Text("message") ?? resource.Text("note") ?? "").Trim()),
        new TableColumn("First Seen", (resource, now) => Durations.Since(FirstSeen(resource), now)) { Priority = 1 },
        Text("Count", resource => Number(Count(resource)), priority: 1),
        new TableColumn("Name", (resource, _) => resource.Object("metadata")?.Text("name")) { Format = "name", Priority = 1 },
    ];

    private static JsonObject Involved(JsonObject resource) => resource.Object("involvedObject") ?? resource.Object("regarding") ?? [];

    private static string InvolvedObject(JsonObject resource) => $"{Involved(resource).Text("kind")?.ToLowerInvariant()}/{Involved(resource).Text("name")}";

    private static string? FirstSeen(JsonObject resource) =>
        resource.Text("firstTimestamp") ?? resource.Text("deprecatedFirstTimestamp") ?? resource.Text("eventTime");

    private static long Count(JsonObject resource) =>
        resource.Object("series")?.Integer("count") ?? resource.Integer("count") ?? resource.Integer("deprecatedCount") ?? 1;

    private static string? LastSeen(JsonObject resource) =>
        resource.Object("series")?.Text("lastObservedTime")
        ?? resource.Text("lastTimestamp")
        ?? resource.Text("deprecatedLastTimestamp")
        ?? resource.Text("eventTime")
        ?? resource.Text("firstTimestamp");

    private static string Source(JsonObject resource)
    {
        var source = resource.Object("source") ?? resource.Object("deprecatedSource") ?? [];
        var component = source.Text("component") ?? resource.Text("reportingComponent") ?? resource.Text("reportingController") ?? "";
        return source.Text("host") is { Length: > 0 } host ? $"{component}, {host}" : component;
    }
}
