using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Selectors;

/// <summary>The text by which a field selector compares a field. What is absent compares as the empty text, unless the kind has a default.</summary>
internal static class FieldValues
{
    private static readonly string[] EventReferenceNames = ["involvedObject", "regarding"];

    public static string Of(JsonObject resource, string field)
    {
        var parts = field.Split('.');
        return field switch
        {
            "spec.hostNetwork" or "spec.unschedulable" => At(resource, parts) ?? "false",
            "status.replicas" => At(resource, parts) ?? "0",
            "status.successful" => At(resource, ["status", "succeeded"]) ?? "0",
            "status.podIPs" => "",
            "source" => EventSource(resource),
            "reportingComponent" or "reportingController" => Reporter(resource),
            _ when EventReferenceNames.Contains(parts[0]) => EventReference(resource, parts),
            _ => At(resource, parts) ?? "",
        };
    }

    private static string EventReference(JsonObject resource, string[] parts) =>
        EventReferenceNames.Select(name => At(resource, [name, .. parts[1..]])).FirstOrDefault(value => value is not null) ?? "";

    private static string EventSource(JsonObject resource)
    {
        var source = At(resource, ["source", "component"]) ?? At(resource, ["deprecatedSource", "component"]);
        return string.IsNullOrEmpty(source) ? Reporter(resource) : source;
    }

    private static string Reporter(JsonObject resource) => At(resource, ["reportingComponent"]) ?? At(resource, ["reportingController"]) ?? "";

    private static string? At(JsonObject resource, IEnumerable<string> path)
    {
        JsonNode? node = resource;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node is not JsonValue value ? null : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
    }
}
