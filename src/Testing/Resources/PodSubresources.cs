using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Binding and eviction of pods. Logs, exec and the like need a kubelet, and are refused.</summary>
internal sealed class PodSubresources(Cluster cluster, ObjectDecoder decoder, UpdateHandler updater, DeleteHandler deleter)
{
    private static readonly ResourceDefinition Binding = OfKind("", "Binding");
    private static readonly ResourceDefinition Eviction = OfKind("policy", "Eviction");

    /// <summary>Answers a request.</summary>
    public ApiResponse Handle(ApiCall call)
    {
        switch (call.Target.Subresource)
        {
            case "binding" or "eviction" when call.Verb != "create":
                throw ApiErrors.MethodNotAllowed();
            case "binding":
                call.ReadWriteOptions("CreateOptions");
                return Bind(call, decoder.Decode(call.With(Binding), ""));
            case "eviction":
                call.ReadWriteOptions("CreateOptions");
                return Evict(call, decoder.Decode(call.With(Eviction), ""));
            case "log" when call.Verb == "get" && cluster.Store.Find("pods", call.Target.Namespace, call.Target.Name) is null:
                throw ApiErrors.NotFound(call.Definition, call.Target.Name);
            case "log" or "exec" or "attach" or "portforward" or "proxy" or "ephemeralcontainers" or "resize":
                throw ApiErrors.NotImplemented($"the subresource pods/{call.Target.Subresource}");
            default:
                throw ApiErrors.NoSuchResource();
        }
    }

    private static ResourceDefinition OfKind(string group, string kind) => new()
    {
        Group = group,
        Version = "v1",
        Kind = kind,
        ListKind = "",
        Plural = $"{kind.ToLowerInvariant()}s",
        Singular = kind.ToLowerInvariant(),
        Namespaced = true,
        Verbs = ["create"],
    };

    private static ApiResponse Success(ApiCall call) => ApiResponses.Node(call, 201, new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["code"] = 201,
    });

    private ApiResponse Bind(ApiCall call, JsonObject binding)
    {
        var node = binding.Object("target")?.Text("name") ?? "";
        if (node.Length == 0)
        {
            throw ApiErrors.Plain("target.name: Required value");
        }

        updater.Update(call, pod => Bound(call, pod.Copy(), binding, node), WriteKind.Patch);
        return Success(call);
    }

    private JsonObject Bound(ApiCall call, JsonObject pod, JsonObject binding, string node)
    {
        var spec = pod.ObjectOrNew("spec");
        if (spec.Text("nodeName") is { Length: > 0 } present)
        {
            throw ApiErrors.Conflict(call.Definition with { Plural = "pods/binding" }, call.Target.Name, $"pod {call.Target.Name} is already assigned to node \"{present}\"");
        }

        if (pod.Object("metadata")!.Text("deletionTimestamp") is not null)
        {
            throw ApiErrors.Conflict(call.Definition with { Plural = "pods/binding" }, call.Target.Name, $"pod {call.Target.Name} is being deleted, cannot be assigned to a host");
        }

        spec["nodeName"] = node;
        foreach (var (name, value) in binding.Object("metadata")?.Object("annotations") ?? [])
        {
            pod.Object("metadata")!.ObjectOrNew("annotations")[name] = value?.DeepClone();
        }

        var status = pod.ObjectOrNew("status");
        var others = (status.Array("conditions") ?? []).OfType<JsonObject>().Where(condition => condition.Text("type") != "PodScheduled").Select(condition => condition.DeepClone());
        var scheduled = new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = cluster.Now };
        status["conditions"] = new JsonArray([.. others, scheduled]);
        return pod;
    }

    private ApiResponse Evict(ApiCall call, JsonObject eviction)
    {
        var options = eviction.Object("deleteOptions") ?? [];
        deleter.Delete(call, call.Target.Namespace, call.Target.Name, DeleteOptions.Of(options));
        return Success(call);
    }
}
