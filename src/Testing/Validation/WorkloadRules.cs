using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Kinds that keep a number of pods running, and those that guard them.</summary>
internal static class WorkloadRules
{
    private static readonly string[] OnlyAlways = ["Always"];

    public static readonly KindRule PodTemplate = new()
    {
        Default = resource =>
        {
            var template = resource.ObjectOrNew("template");
            template.ObjectOrNew("metadata");
            PodDefaults.Complete(template.ObjectOrNew("spec"));
        },
        Check = resource => PodSpecRules.Check(resource.Object("template")?.Object("spec") ?? [], "template.spec"),
    };

    public static readonly KindRule Deployment = Workload(
        """{"replicas":1,"revisionHistoryLimit":10,"progressDeadlineSeconds":600}""",
        "{}",
        spec => CompleteStrategy(spec, "strategy", """{"maxUnavailable":"25%","maxSurge":"25%"}"""));

    public static readonly KindRule ReplicaSet = Workload("""{"replicas":1}""", """{"replicas":0}""", _ => { });

    public static readonly KindRule StatefulSet = Workload(
        """{"replicas":1,"podManagementPolicy":"OrderedReady","revisionHistoryLimit":10,"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"}}""",
        """{"replicas":0,"availableReplicas":0}""",
        CompleteStatefulSet);

    public static readonly KindRule DaemonSet = Workload(
        """{"revisionHistoryLimit":10}""",
        """{"currentNumberScheduled":0,"numberMisscheduled":0,"desiredNumberScheduled":0,"numberReady":0}""",
        spec => CompleteStrategy(spec, "updateStrategy", """{"maxUnavailable":1,"maxSurge":0}"""));

    public static readonly KindRule ReplicationController = new()
    {
        Default = CompleteReplicationController,
        Check = resource => PodSpecRules.Check(TemplateOf(resource).Object("spec") ?? [], "spec.template.spec"),
    };

    public static readonly KindRule DisruptionBudget = new()
    {
        Default = resource => Fill.Status(resource, """{"disruptionsAllowed":0,"currentHealthy":0,"desiredHealthy":0,"expectedPods":0}"""),
        Check = resource => KindRules.SpecOf(resource) is { } spec && spec["minAvailable"] is not null && spec["maxUnavailable"] is not null
            ? [FieldError.Invalid("spec", GoValue.Of(spec), "minAvailable and maxUnavailable cannot be both set")]
            : [],
    };

    public static readonly KindRule Autoscaler = new()
    {
        Default = CompleteAutoscaler,
        Check = resource => KindRules.SpecOf(resource).Integer("maxReplicas") is null or < 1
            ? [FieldError.Invalid("spec.maxReplicas", KindRules.SpecOf(resource).Integer("maxReplicas") ?? 0, "must be greater than 0")]
            : [],
    };

    private static KindRule Workload(string specDefaults, string statusDefaults, Action<JsonObject> complete) => new()
    {
        Default = resource =>
        {
            var spec = resource.ObjectOrNew("spec");
            Fill.Missing(spec, specDefaults);
            complete(spec);
            PodDefaults.Complete(spec.ObjectOrNew("template").ObjectOrNew("spec"));
            Fill.Status(resource, statusDefaults);
        },
        Check = CheckWorkload,
        CheckUpdate = CheckSelectorUnchanged,
    };

    private static JsonObject TemplateOf(JsonObject resource) => KindRules.SpecOf(resource).Object("template") ?? [];

    private static void CompleteStrategy(JsonObject spec, string name, string rollingUpdate)
    {
        var strategy = spec.ObjectOrNew(name);
        strategy["type"] ??= "RollingUpdate";
        if (strategy.Text("type") == "RollingUpdate")
        {
            Fill.Missing(strategy.ObjectOrNew("rollingUpdate"), rollingUpdate);
        }
    }

    private static void CompleteStatefulSet(JsonObject spec)
    {
        CompleteStrategy(spec, "updateStrategy", """{"partition":0}""");
        foreach (var claim in spec.Array("volumeClaimTemplates")?.OfType<JsonObject>() ?? [])
        {
            Fill.Missing(claim, """{"apiVersion":"v1","kind":"PersistentVolumeClaim"}""");
            VolumeRules.Claim.Default!(claim);
        }
    }

    private static void CompleteReplicationController(JsonObject resource)
    {
        var spec = resource.ObjectOrNew("spec");
        Fill.Missing(spec, """{"replicas":1}""");
        var labels = spec.Object("template")?.Object("metadata")?.Object("labels");
        spec["selector"] ??= labels?.DeepClone();
        var metadata = resource.ObjectOrNew("metadata");
        metadata["labels"] ??= labels?.DeepClone();
        PodDefaults.Complete(spec.ObjectOrNew("template").ObjectOrNew("spec"));
        Fill.Status(resource, """{"replicas":0}""");
    }

    private static void CompleteAutoscaler(JsonObject resource)
    {
        Fill.Missing(
            resource.ObjectOrNew("spec"),
            """{"minReplicas":1,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]}""");
        Fill.Status(resource, """{"desiredReplicas":0,"currentMetrics":null}""");
    }

    private static IEnumerable<FieldError> CheckWorkload(JsonObject resource)
    {
        var spec = KindRules.SpecOf(resource);
        if (spec.Object("selector") is not { } selector)
        {
            yield return FieldError.Required("spec.selector");
            yield break;
        }

        var labels = TemplateOf(resource).Object("metadata")?.Object("labels");
        if (!SelectorRules.Matches(selector, labels))
        {
            yield return FieldError.Invalid("spec.template.metadata.labels", GoValue.Of(labels ?? []), "`selector` does not match template `labels`");
        }

        var template = TemplateOf(resource).Object("spec") ?? [];
        foreach (var error in PodSpecRules.Check(template, "spec.template.spec"))
        {
            yield return error;
        }

        if (template.Text("restartPolicy") is "OnFailure" or "Never")
        {
            yield return FieldError.NotSupported("spec.template.spec.restartPolicy", template.Text("restartPolicy")!, OnlyAlways);
        }
    }

    private static IEnumerable<FieldError> CheckSelectorUnchanged(JsonObject resource, JsonObject old)
    {
        var selector = KindRules.SpecOf(resource)["selector"];
        if (!JsonNode.DeepEquals(selector, KindRules.SpecOf(old)["selector"]))
        {
            yield return FieldError.Invalid("spec.selector", GoValue.Of(selector), "field is immutable");
        }
    }
}
