using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Pods.</summary>
internal static class PodRules
{
    private const string NotReady = "node.kubernetes.io/not-ready";
    private const string Unreachable = "node.kubernetes.io/unreachable";

    public static readonly KindRule Rule = new()
    {
        Default = Complete,
        Check = resource => PodSpecRules.Check(KindRules.SpecOf(resource), "spec"),
        CheckCreate = resource => KindRules.SpecOf(resource)["ephemeralContainers"] is null ? [] : [FieldError.Forbidden("spec.ephemeralContainers", "cannot be set on create")],
        CheckUpdate = PodUpdateRules.Check,
    };

    private static void Complete(JsonObject pod)
    {
        var spec = pod.ObjectOrNew("spec");
        PodDefaults.Complete(spec);
        AddToleration(spec, NotReady);
        AddToleration(spec, Unreachable);
        Fill.Missing(spec, """{"priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"}""");
        var status = pod.ObjectOrNew("status");
        status["phase"] ??= "Pending";
        status["qosClass"] ??= PodQuality.ClassOf(spec);
        CompleteConditions(pod, spec, status);
        CompleteAddresses(status);
        Fill.Each(status.Array("containerStatuses"), """{"lastState":{},"state":{},"ready":false,"restartCount":0,"image":"","imageID":""}""");
        Fill.Each(status.Array("initContainerStatuses"), """{"lastState":{},"state":{},"ready":false,"restartCount":0,"image":"","imageID":""}""");
    }

    private static void AddToleration(JsonObject spec, string key)
    {
        var tolerations = spec.Array("tolerations");
        var tolerated = tolerations?.OfType<JsonObject>().Any(toleration =>
            toleration.Text("key") is { } other ? other == key && toleration.Text("effect") is null or "" or "NoExecute" : toleration.Text("effect") is null or "" or "NoExecute");
        if (tolerated == true)
        {
            return;
        }

        if (tolerations is null)
        {
            tolerations = [];
            spec["tolerations"] = tolerations;
        }

        tolerations.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
    }

    private static void CompleteConditions(JsonObject pod, JsonObject spec, JsonObject status)
    {
        if (spec.Array("schedulingGates") is { Count: > 0 } && status["conditions"] is null)
        {
            status["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = "False",
                ["lastTransitionTime"] = pod.Object("metadata")?.Text("creationTimestamp"),
                ["reason"] = "SchedulingGated",
                ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
            });
        }

        foreach (var condition in status.Array("conditions")?.OfType<JsonObject>() ?? [])
        {
            condition.TryAdd("lastProbeTime", null);
            condition.TryAdd("lastTransitionTime", null);
        }
    }

    /// <summary>podIP and the first of podIPs are the same; podIP is believed.</summary>
    private static void CompleteAddresses(JsonObject status)
    {
        foreach (var (one, many) in new[] { ("podIP", "podIPs"), ("hostIP", "hostIPs") })
        {
            if (status.Text(one) is { Length: > 0 } address && (status.Array(many)?.FirstOrDefault() as JsonObject)?.Text("ip") != address)
            {
                status[many] = new JsonArray(new JsonObject { ["ip"] = address });
            }
        }
    }
}
