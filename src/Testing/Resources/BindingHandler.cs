using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Answers <c>POST …/pods/NAME/binding</c>: what a scheduler says.</summary>
internal sealed class BindingHandler(Cluster cluster, WriteObservers observers)
{
    /// <summary>The kind of the request.</summary>
    public static readonly ResourceDefinition Definition = new()
    {
        Group = "",
        Version = "v1",
        Kind = "Binding",
        ListKind = "",
        Plural = "bindings",
        Singular = "binding",
        Namespaced = true,
        Verbs = ["create"],
    };

    /// <summary>Answers the request.</summary>
    /// <param name="call">The request, about the pod.</param>
    /// <param name="binding">The decoded Binding.</param>
    public ApiResponse Handle(ApiCall call, JsonObject binding)
    {
        var name = call.Target.Name;
        if (binding.Object("metadata")?.Text("name") is { Length: > 0 } given && given != name)
        {
            throw ApiErrors.BadRequest("name in URL does not match name in Binding object");
        }

        if (binding.Object("target")?.Text("name") is not { Length: > 0 } node)
        {
            throw ApiErrors.Plain("target.name: Required value");
        }

        while (!TryBind(call, binding, node))
        {
        }

        return ApiResponses.Node(call, 201, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["code"] = 201,
        });
    }

    // False where something came in between.
    private bool TryBind(ApiCall call, JsonObject binding, string node)
    {
        var name = call.Target.Name;
        var stored = cluster.Store.Find(call.Definition.Table, call.Target.Namespace, name) ?? throw ApiErrors.NotFound(call.Definition, name);
        Check(stored.Tree, binding, name);
        if (call.IsDryRun)
        {
            return true;
        }

        var pod = stored.Tree.Copy();
        pod.ObjectOrNew("spec")["nodeName"] = node;
        foreach (var (key, value) in binding.Object("metadata")?.Object("annotations") ?? [])
        {
            pod.Object("metadata")!.ObjectOrNew("annotations")[key] = value?.DeepClone();
        }

        SetScheduled(pod.ObjectOrNew("status"), cluster.Now);
        if (!cluster.Store.TryPut(call.Definition, stored, pod, out var put))
        {
            return false;
        }

        observers.OnPut(put!, stored);
        return true;
    }

    private static void Check(JsonObject pod, JsonObject binding, string name)
    {
        var metadata = pod.Object("metadata")!;
        if (binding.Object("metadata")?.Text("uid") is { Length: > 0 } uid && uid != metadata.Text("uid"))
        {
            throw Conflict(name, $"the UID in the binding ({uid}) does not match the UID of the pod ({metadata.Text("uid")})");
        }

        if (metadata.Text("deletionTimestamp") is not null)
        {
            throw Conflict(name, $"pod {name} is being deleted, cannot be assigned to a host");
        }

        if (pod.Object("spec")?.Text("nodeName") is { Length: > 0 } node)
        {
            throw Conflict(name, $"pod {name} is already assigned to node \"{node}\"");
        }

        if (pod.Object("spec")?.Array("schedulingGates") is { Count: > 0 })
        {
            throw Conflict(name, $"pod {name} has non-empty .spec.schedulingGates");
        }
    }

    private static void SetScheduled(JsonObject status, string now)
    {
        if (status.Array("conditions") is not { } conditions)
        {
            status["conditions"] = conditions = [];
        }

        conditions.RemoveAll(condition => (condition as JsonObject)?.Text("type") == "PodScheduled");
        conditions.Add(new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = now });
    }

    private static StatusException Conflict(string name, string text) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on pods/binding \"{name}\": {text}", new JsonObject { ["name"] = name, ["kind"] = "pods/binding" });
}
