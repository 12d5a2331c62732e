using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Garbage;

/// <summary>Tells, as an Event, that an object names an owner that it cannot have.</summary>
internal static class GarbageEvents
{
    private const string Component = "garbage-collector-controller";

    public static Task<ControllerAnswer> WriteAsync(ControllerClient client, GarbageNode node, OwnerReference owner, string now, CancellationToken cancellationToken)
    {
        // Named by what it says, so that it is written once: a second one is refused as existing.
        var @namespace = node.Item.Namespace.Length == 0 ? "default" : node.Item.Namespace;
        var involved = new JsonObject
        {
            ["apiVersion"] = node.Definition.ApiVersion,
            ["kind"] = node.Definition.Kind,
            ["name"] = node.Item.Name,
            ["uid"] = node.Uid,
        };
        if (node.Item.Namespace.Length > 0)
        {
            involved["namespace"] = node.Item.Namespace;
        }

        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = $"{node.Item.Name}.{owner.Uid}", ["namespace"] = @namespace },
            ["involvedObject"] = involved,
            ["reason"] = "OwnerRefInvalidNamespace",
            ["message"] = $"ownerRef [{owner.ApiVersion}/{owner.Kind}, namespace: {node.Item.Namespace}, name: {owner.Name}, uid: {owner.Uid}] does not exist in namespace \"{node.Item.Namespace}\"",
            ["source"] = new JsonObject { ["component"] = Component },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = "Warning",
            ["reportingComponent"] = Component,
        };
        return client.SendAsync("POST", $"/api/v1/namespaces/{@namespace}/events", body, cancellationToken);
    }
}
