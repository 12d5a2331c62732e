using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Network policies and ingresses.</summary>
internal static class NetworkRules
{
    private static readonly string[] PolicyTypes = ["Egress", "Ingress"];

    public static readonly KindRule Policy = new() { Default = CompletePolicy, Check = CheckPolicy };

    public static readonly KindRule Ingress = new()
    {
        Default = resource => Fill.Status(resource, """{"loadBalancer":{}}"""),
        Check = resource => KindRules.SpecOf(resource) is { } spec && spec["defaultBackend"] is null && spec.Array("rules") is not { Count: > 0 }
            ? [FieldError.Invalid("spec", GoValue.Of(spec.Array("rules")), "either `defaultBackend` or `rules` must be specified")]
            : [],
    };

    private static void CompletePolicy(JsonObject policy)
    {
        var spec = policy.ObjectOrNew("spec");
        spec.ObjectOrNew("podSelector");
        if (spec.Array("policyTypes") is not { Count: > 0 })
        {
            spec["policyTypes"] = spec.Array("egress") is { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }

        foreach (var rule in (spec.Array("ingress") ?? []).Concat(spec.Array("egress") ?? []).OfType<JsonObject>())
        {
            Fill.Each(rule.Array("ports"), """{"protocol":"TCP"}""");
        }
    }

    private static IEnumerable<FieldError> CheckPolicy(JsonObject policy) => KindRules.SpecOf(policy).Array("policyTypes").Texts()
        .Select((type, index) => (type, index))
        .Where(pair => !PolicyTypes.Contains(pair.type))
        .Select(pair => FieldError.NotSupported($"spec.policyTypes[{pair.index}]", pair.type, PolicyTypes));
}
