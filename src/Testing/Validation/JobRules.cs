using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Jobs, by themselves and on a schedule.</summary>
internal static class JobRules
{
    private static readonly string[] RestartPolicies = ["OnFailure", "Never"];

    public static readonly KindRule Job = new()
    {
        Default = CompleteJob,
        Check = resource => CheckTemplate(KindRules.SpecOf(resource), "spec"),
        CheckUpdate = CheckUnchanged,
    };

    public static readonly KindRule CronJob = new()
    {
        Default = CompleteCronJob,
        Check = CheckCronJob,
    };

    private static void CompleteJob(JsonObject resource)
    {
        var spec = resource.ObjectOrNew("spec");
        CompleteSpec(spec);
        Fill.Missing(spec, """{"parallelism":1,"completionMode":"NonIndexed","suspend":false,"manualSelector":false,"podReplacementPolicy":"TerminatingOrFailed"}""");
        if (spec.Boolean("manualSelector") != true && resource.Object("metadata")?.Text("uid") is { } uid)
        {
            var labels = spec.ObjectOrNew("template").ObjectOrNew("metadata").ObjectOrNew("labels");
            var name = resource.Object("metadata")!.Text("name") ?? "";
            foreach (var (key, value) in new[] { ("batch.kubernetes.io/controller-uid", uid), ("batch.kubernetes.io/job-name", name), ("controller-uid", uid), ("job-name", name) })
            {
                labels[key] ??= value;
            }

            spec["selector"] ??= new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
        }

        resource.ObjectOrNew("status");
    }

    private static void CompleteCronJob(JsonObject resource)
    {
        var spec = resource.ObjectOrNew("spec");
        Fill.Missing(spec, """{"concurrencyPolicy":"Allow","suspend":false,"successfulJobsHistoryLimit":3,"failedJobsHistoryLimit":1}""");
        CompleteSpec(spec.ObjectOrNew("jobTemplate").ObjectOrNew("spec"));
        resource.ObjectOrNew("status");
    }

    private static void CompleteSpec(JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
            spec["parallelism"] = 1;
        }

        Fill.Missing(spec, """{"backoffLimit":6}""");
        PodDefaults.Complete(spec.ObjectOrNew("template").ObjectOrNew("spec"));
    }

    private static IEnumerable<FieldError> CheckTemplate(JsonObject spec, string path)
    {
        var template = spec.Object("template")?.Object("spec") ?? [];
        foreach (var error in PodSpecRules.Check(template, $"{path}.template.spec"))
        {
            yield return error;
        }

        var policy = template.Text("restartPolicy") ?? "";
        if (!RestartPolicies.Contains(policy))
        {
            yield return FieldError.NotSupported($"{path}.template.spec.restartPolicy", policy, RestartPolicies);
        }
    }

    private static IEnumerable<FieldError> CheckUnchanged(JsonObject resource, JsonObject old)
    {
        var spec = KindRules.SpecOf(resource);
        var oldSpec = KindRules.SpecOf(old);
        var fields = oldSpec.Boolean("suspend") == true ? new[] { "completions", "selector" } : ["completions", "selector", "template"];
        return fields
            .Where(name => !JsonNode.DeepEquals(spec[name], oldSpec[name]))
            .Select(name => FieldError.Invalid($"spec.{name}", GoValue.Of(spec[name]), "field is immutable"));
    }

    private static IEnumerable<FieldError> CheckCronJob(JsonObject resource)
    {
        var spec = KindRules.SpecOf(resource);
        IEnumerable<FieldError> schedule = spec.Text("schedule") is null or "" ? [FieldError.Required("spec.schedule")] : [];
        return [.. schedule, .. CheckTemplate(spec.Object("jobTemplate")?.Object("spec") ?? [], "spec.jobTemplate.spec")];
    }
}
