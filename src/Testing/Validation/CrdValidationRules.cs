using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The CEL rules in the schema of a CRD.</summary>
internal static class CrdValidationRules
{
    /// <summary>Rules are refused, not ignored: a server that lets everything through where a real one would not is worse than none.</summary>
    public static IEnumerable<FieldError> Check(JsonObject schema, string path) => (schema.Array("x-kubernetes-validations") ?? [])
        .Select((rule, index) => FieldError.Forbidden($"{path}.x-kubernetes-validations[{index}].rule", $"this server cannot evaluate the rule {GoValue.Of((rule as JsonObject)?["rule"])}"));
}
