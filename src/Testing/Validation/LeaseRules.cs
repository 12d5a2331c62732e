using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Leases.</summary>
internal static class LeaseRules
{
    public static readonly KindRule Rule = new() { Default = Complete, Check = resource => Check(KindRules.SpecOf(resource)) };

    private static void Complete(JsonObject lease)
    {
        // Coordinated leader election is a feature that is off; what belongs to it is wiped.
        var spec = lease.ObjectOrNew("spec");
        spec.Remove("strategy");
        spec.Remove("preferredHolder");
    }

    private static IEnumerable<FieldError> Check(JsonObject spec)
    {
        if (spec.Integer("leaseDurationSeconds") is { } duration and <= 0)
        {
            yield return FieldError.Invalid("spec.leaseDurationSeconds", duration, "must be greater than 0");
        }

        if (spec.Integer("leaseTransitions") is { } transitions and < 0)
        {
            yield return FieldError.Invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0");
        }
    }
}
