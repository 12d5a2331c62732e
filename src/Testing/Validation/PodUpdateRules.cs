using System.Net;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>What of a pod may change once it is there: images, a shorter deadline, more tolerations, fewer scheduling gates.</summary>
internal static class PodUpdateRules
{
    private const string MayNotChange =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    public static IEnumerable<FieldError> Check(JsonObject pod, JsonObject old)
    {
        var spec = KindRules.SpecOf(pod);
        var oldSpec = KindRules.SpecOf(old);
        FieldError[] told =
        [
            .. CheckContainerCount(spec, oldSpec),
            .. CheckDeadline(spec, oldSpec),
            .. CheckTolerations(spec, oldSpec),
            .. CheckGates(spec, oldSpec),
            .. CheckAddresses(pod),
        ];
        return told.Length == 0 && !JsonNode.DeepEquals(spec, oldSpec) && !JsonNode.DeepEquals(Fixed(spec), Fixed(oldSpec)) ? [FieldError.Forbidden("spec", MayNotChange)] : told;
    }

    private static IEnumerable<FieldError> CheckContainerCount(JsonObject spec, JsonObject old) => ContainerLists
        .Where(list => (spec.Array(list)?.Count ?? 0) != (old.Array(list)?.Count ?? 0))
        .Select(list => FieldError.Forbidden($"spec.{list}", $"pod updates may not add or remove {(list == "containers" ? "containers" : "init containers")}"));

    private static IEnumerable<FieldError> CheckDeadline(JsonObject spec, JsonObject old)
    {
        if (old.Integer("activeDeadlineSeconds") is not { } before)
        {
            yield break;
        }

        switch (spec.Integer("activeDeadlineSeconds"))
        {
            case null:
                yield return FieldError.Invalid("spec.activeDeadlineSeconds", GoValue.Of(null), "must not update from a positive integer to nil value");
                break;
            case { } after when after > before:
                yield return FieldError.Invalid("spec.activeDeadlineSeconds", after, "must be less than or equal to previous value");
                break;
            default:
                break;
        }
    }

    private static IEnumerable<FieldError> CheckTolerations(JsonObject spec, JsonObject old)
    {
        static JsonNode WithoutSeconds(JsonObject toleration)
        {
            var copy = toleration.Copy();
            copy.Remove("tolerationSeconds");
            return copy;
        }

        var present = spec.Array("tolerations")?.OfType<JsonObject>().Select(WithoutSeconds).ToList() ?? [];
        var lost = (old.Array("tolerations")?.OfType<JsonObject>() ?? []).Any(toleration => !present.Exists(other => JsonNode.DeepEquals(other, WithoutSeconds(toleration))));
        return lost ? [FieldError.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")] : [];
    }

    private static IEnumerable<FieldError> CheckGates(JsonObject spec, JsonObject old)
    {
        var before = old.Array("schedulingGates")?.OfType<JsonObject>().Select(gate => gate.Text("name")).ToList() ?? [];
        return (spec.Array("schedulingGates")?.OfType<JsonObject>() ?? [])
            .Select((gate, index) => (Name: gate.Text("name"), Index: index))
            .Where(gate => !before.Contains(gate.Name))
            .Select(gate => FieldError.Forbidden($"spec.schedulingGates[{gate.Index}].name", $"only deletion is allowed, but found new scheduling gate '{gate.Name}'"));
    }

    private static IEnumerable<FieldError> CheckAddresses(JsonObject pod) => (pod.Object("status")?.Array("podIPs")?.OfType<JsonObject>() ?? [])
        .Select((address, index) => (Text: address.Text("ip") ?? "", Index: index))
        .Where(address => !IPAddress.TryParse(address.Text, out _))
        .Select(address => FieldError.Invalid($"status.podIPs[{address.Index}]", address.Text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));

    /// <summary>The spec without what may change. Node names, containers for debugging and resources change through subresources, which check for themselves.</summary>
    private static JsonObject Fixed(JsonObject spec)
    {
        var copy = spec.Copy();
        foreach (var name in new[] { "activeDeadlineSeconds", "tolerations", "schedulingGates" })
        {
            copy.Remove(name);
        }

        foreach (var container in PodDefaults.ContainersOf(copy))
        {
            container.Remove("image");
        }

        return copy;
    }
}
