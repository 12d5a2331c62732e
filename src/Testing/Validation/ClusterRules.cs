using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Kinds that need little: nodes, limits, quotas, classes, webhooks.</summary>
internal static class ClusterRules
{
    private const string WebhookDefaults =
        """{"failurePolicy":"Fail","matchPolicy":"Equivalent","namespaceSelector":{},"objectSelector":{},"timeoutSeconds":10}""";

    public static readonly KindRule Node = new()
    {
        Default = resource =>
        {
            resource.ObjectOrNew("spec");
            Fill.Status(resource, """
                {"daemonEndpoints":{"kubeletEndpoint":{"Port":0}},"nodeInfo":{"machineID":"","systemUUID":"","bootID":"","kernelVersion":"","osImage":"",
                "containerRuntimeVersion":"","kubeletVersion":"","kubeProxyVersion":"","operatingSystem":"","architecture":""}}
                """);
        },
    };

    public static readonly KindRule LimitRange = new() { Default = CompleteLimits, Check = CheckLimits };
    public static readonly KindRule ResourceQuota = new() { Default = resource => _ = (resource.ObjectOrNew("spec"), resource.ObjectOrNew("status")) };

    public static readonly KindRule PriorityClass = new()
    {
        Default = resource => Fill.Missing(resource, """{"preemptionPolicy":"PreemptLowerPriority"}"""),
        CheckUpdate = (resource, old) => resource.Integer("value") == old.Integer("value") ? [] : [FieldError.Forbidden("value", "may not be changed in an update.")],
    };

    public static readonly KindRule StorageClass = new()
    {
        Default = resource => Fill.Missing(resource, """{"reclaimPolicy":"Delete","volumeBindingMode":"Immediate"}"""),
        Check = resource => resource.Text("provisioner") is null or "" ? [FieldError.Required("provisioner")] : [],
    };

    public static readonly KindRule ValidatingWebhooks = new() { Default = resource => CompleteWebhooks(resource, WebhookDefaults), Check = CheckWebhooks };

    public static readonly KindRule MutatingWebhooks = new()
    {
        Default = resource =>
        {
            CompleteWebhooks(resource, WebhookDefaults);
            Fill.Each(resource.Array("webhooks"), """{"reinvocationPolicy":"Never"}""");
        },
        Check = CheckWebhooks,
    };

    private static void CompleteWebhooks(JsonObject resource, string defaults)
    {
        Fill.Each(resource.Array("webhooks"), defaults);
        foreach (var webhook in resource.Array("webhooks")?.OfType<JsonObject>() ?? [])
        {
            Fill.Each(webhook.Array("rules"), """{"scope":"*"}""");
            if (webhook.Object("clientConfig")?.Object("service") is { } service)
            {
                service["port"] ??= 443;
            }
        }
    }

    private static IEnumerable<FieldError> CheckWebhooks(JsonObject resource)
    {
        var index = 0;
        foreach (var webhook in resource.Array("webhooks")?.OfType<JsonObject>() ?? [])
        {
            var path = $"webhooks[{index++}]";
            if (webhook.Text("sideEffects") is not ("None" or "NoneOnDryRun"))
            {
                yield return webhook["sideEffects"] is null
                    ? FieldError.Required($"{path}.sideEffects", "must specify one of None, NoneOnDryRun")
                    : FieldError.NotSupported($"{path}.sideEffects", webhook.Text("sideEffects") ?? "", ["None", "NoneOnDryRun"]);
            }

            if (webhook.Array("admissionReviewVersions") is not { Count: > 0 })
            {
                yield return FieldError.Required($"{path}.admissionReviewVersions", "must specify one of v1, v1beta1");
            }
        }
    }

    private static void CompleteLimits(JsonObject resource)
    {
        foreach (var limit in resource.Object("spec")?.Array("limits")?.OfType<JsonObject>().Where(limit => limit.Text("type") == "Container") ?? [])
        {
            Copy(limit, "max", "default");
            Copy(limit, "default", "defaultRequest");
            Copy(limit, "min", "defaultRequest");
        }
    }

    private static void Copy(JsonObject limit, string from, string to)
    {
        foreach (var (name, amount) in limit.Object(from)?.ToList() ?? [])
        {
            limit.ObjectOrNew(to)[name] ??= amount?.DeepClone();
        }
    }

    private static IEnumerable<FieldError> CheckLimits(JsonObject resource)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var limit in resource.Object("spec")?.Array("limits")?.OfType<JsonObject>() ?? [])
        {
            var type = limit.Text("type") ?? "";
            if (!seen.Add(type))
            {
                yield return FieldError.Duplicate($"spec.limits[{index}].type", type);
            }

            index++;
        }
    }
}
