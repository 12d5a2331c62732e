using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using static KubeController.Testing.Tables.BuiltInColumns;

namespace KubeController.Testing.Tables;

/// <summary>The columns of nodes.</summary>
internal static class NodeColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static readonly IReadOnlyList<TableColumn> All =
    [
        PrinterColumns.Name,
        Text("Status", Status),
        Text("Roles", Roles),
        Age,
        Text("Version", node => node.Object("status")?.Object("nodeInfo")?.Text("kubeletVersion")),
        Text("Internal-IP", node => Address(node, "InternalIP"), priority: 1),
        Text("External-IP", node => Address(node, "ExternalIP"), priority: 1),
    ];

    private static string Status(JsonObject node)
    {
        var ready = (node.Object("status")?.Array("conditions")?.OfType<JsonObject>() ?? []).FirstOrDefault(condition => condition.Text("type") == "Ready");
        var text = ready is null ? "Unknown" : ready.Text("status") == "True" ? "Ready" : "NotReady";
        return node.Object("spec")?.Boolean("unschedulable") == true ? $"{text},SchedulingDisabled" : text;
    }

    private static string Roles(JsonObject node)
    {
        var roles = (node.Object("metadata")?.Object("labels") ?? [])
            .Where(label => label.Key.StartsWith(RolePrefix, StringComparison.Ordinal))
            .Select(label => label.Key[RolePrefix.Length..])
            .Order(StringComparer.Ordinal);
        var text = string.Join(',', roles);
        return text.Length == 0 ? "<none>" : text;
    }

    private static string Address(JsonObject node, string type) =>
        (node.Object("status")?.Array("addresses")?.OfType<JsonObject>() ?? []).FirstOrDefault(address => address.Text("type") == type)?.Text("address") ?? "<none>";
}
