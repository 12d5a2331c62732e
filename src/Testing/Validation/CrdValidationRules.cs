using System.Text.Json.Nodes;
using KubeController.Testing.Cel;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Validation;

/// <summary>The rules, written in CEL, in the schema of a CRD. One that this server cannot evaluate is refused with its CRD, not ignored.</summary>
internal static class CrdValidationRules
{
    public static IEnumerable<FieldError> Check(JsonObject schema, string path)
    {
        var rules = schema.Array("x-kubernetes-validations")?.OfType<JsonObject>().ToList() ?? [];
        if (rules.Count == 0)
        {
            yield break;
        }

        // The rules below would be parsed with the schema, and may be wrong themselves.
        var structure = StructuralSchema.Parse(WithoutRules(schema).AsObject());
        var isRoot = path.EndsWith("openAPIV3Schema", StringComparison.Ordinal);
        for (var i = 0; i < rules.Count; i++)
        {
            if (Fault(rules[i], structure, isRoot) is { } fault)
            {
                yield return FieldError.Invalid($"{path}.x-kubernetes-validations[{i}].rule", Shown(rules[i]), fault);
            }
        }
    }

    private static string? Fault(JsonObject rule, StructuralSchema schema, bool isRoot)
    {
        if (rule.Text("rule") is null or "")
        {
            return "rule is not specified";
        }

        try
        {
            CelRule.Check(rule, schema, isRoot);
            return null;
        }
        catch (CelException error)
        {
            return $"compilation failed: ERROR: <input>:1:{error.Position + 1}: {error.Message}\n | {rule.Text("rule")}\n | {new string('.', Math.Max(error.Position, 0))}^";
        }
    }

    /// <summary>The schema without any rules.</summary>
    public static JsonNode WithoutRules(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => member.Key != "x-kubernetes-validations")
            .Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : (JsonNode?)WithoutRules(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : WithoutRules(item))]),
        _ => node.DeepClone(),
    };

    private static GoValue Shown(JsonObject rule)
    {
        var shown = new JsonObject
        {
            ["Rule"] = rule.Text("rule") ?? "",
            ["Message"] = rule.Text("message") ?? "",
            ["MessageExpression"] = rule.Text("messageExpression") ?? "",
            ["Reason"] = rule.Text("reason"),
            ["FieldPath"] = rule.Text("fieldPath") ?? "",
            ["OptionalOldSelf"] = rule["optionalOldSelf"]?.DeepClone(),
        };
        var text = GoValue.Of(shown).ToString();
        return GoValue.Raw(text.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal));
    }
}
