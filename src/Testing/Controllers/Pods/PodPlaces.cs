using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>The nodes: hands out places in turn, each with an address of its own.</summary>
internal sealed class PodPlaces(IReadOnlyList<string> nodes)
{
    private int _pods;

    /// <summary>The place of a pod: on its node, or on the next one in turn.</summary>
    public PodPlace Next(JsonObject pod)
    {
        var number = ++_pods;
        var index = pod["spec"]?["nodeName"]?.GetValue<string>() is { } name ? nodes.ToList().IndexOf(name) : (number - 1) % nodes.Count;
        return new PodPlace(nodes[index], Address(index), string.Create(CultureInfo.InvariantCulture, $"10.{244 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}"));
    }

    /// <summary>Creates the Node objects; those that exist stay as they are.</summary>
    public async Task CreateNodesAsync(ControllerClient client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Node",
                ["metadata"] = new JsonObject { ["name"] = nodes[i], ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = nodes[i] } },
            };
            await client.SendAsync("POST", "/api/v1/nodes", node, cancellationToken);
            await client.SendAsync("PATCH", $"/api/v1/nodes/{nodes[i]}/status", new JsonObject { ["status"] = Status(Address(i), now) }, cancellationToken);
        }
    }

    private static JsonObject Status(string address, DateTimeOffset now)
    {
        var resources = new JsonObject { ["cpu"] = "64", ["memory"] = "256Gi", ["pods"] = "10000" };
        return new JsonObject
        {
            ["capacity"] = resources,
            ["allocatable"] = resources.DeepClone(),
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = address }),
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Ready",
                ["status"] = "True",
                ["reason"] = "KubeletReady",
                ["message"] = "the pod runner is ready",
                ["lastHeartbeatTime"] = PodStatus.Time(now),
                ["lastTransitionTime"] = PodStatus.Time(now),
            }),
        };
    }

    private static string Address(int index) => string.Create(CultureInfo.InvariantCulture, $"10.0.{index >> 8}.{(index & 255) + 1}");
}
