using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using static KubeController.Testing.Tables.BuiltInColumns;

namespace KubeController.Testing.Tables;

/// <summary>The columns of services.</summary>
internal static class ServiceColumns
{
    public static readonly IReadOnlyList<TableColumn> All =
    [
        PrinterColumns.Name,
        Text("Type", service => Spec(service).Text("type")),
        Text("Cluster-IP", service => Spec(service).Text("clusterIP") is { Length: > 0 } address ? address : "<none>"),
        Text("External-IP", ExternalAddress),
        Text("Port(s)", Ports),
        Age,
        Text("Selector", service => Labels(Spec(service).Object("selector")), priority: 1),
    ];

    private static JsonObject Spec(JsonObject service) => service.Object("spec") ?? [];

    private static string ExternalAddress(JsonObject service) => Spec(service).Text("type") switch
    {
        "ExternalName" => Spec(service).Text("externalName") ?? "<none>",
        "LoadBalancer" => (service.Object("status")?.Object("loadBalancer")?.Array("ingress")?.FirstOrDefault() as JsonObject) is { } ingress
            ? ingress.Text("ip") ?? ingress.Text("hostname") ?? "<pending>"
            : "<pending>",
        _ => Spec(service).Array("externalIPs").Texts() is { Count: > 0 } addresses ? string.Join(',', addresses) : "<none>",
    };

    private static string Ports(JsonObject service)
    {
        var ports = (Spec(service).Array("ports")?.OfType<JsonObject>() ?? []).Select(port =>
            port.Integer("nodePort") is { } node and not 0 ? $"{port.Integer("port")}:{node}/{port.Text("protocol")}" : $"{port.Integer("port")}/{port.Text("protocol")}");
        var text = string.Join(',', ports);
        return text.Length == 0 ? "<none>" : text;
    }
}
