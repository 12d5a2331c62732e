using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>CustomResourceDefinitions: names, scope and versions. What their schemas may say stands in <see cref="CrdSchemaRules"/>.</summary>
internal static class CrdRules
{
    private static readonly string[] Scopes = ["Cluster", "Namespaced"];

    public static readonly KindRule Rule = new() { Check = Check, CheckUpdate = CheckUpdate };

    private static List<FieldError> Check(JsonObject crd)
    {
        var spec = KindRules.SpecOf(crd);
        var names = spec.Object("names") ?? [];
        var errors = new List<FieldError>();
        if (crd.Object("metadata")?.Text("name") != $"{names.Text("plural")}.{spec.Text("group")}")
        {
            errors.Add(FieldError.Invalid("metadata.name", crd.Object("metadata")?.Text("name") ?? "", "must be spec.names.plural+\".\"+spec.group"));
        }

        errors.AddRange(CheckGroup(spec.Text("group") ?? ""));
        if (!Scopes.Contains(spec.Text("scope")))
        {
            errors.Add(spec.Text("scope") is { Length: > 0 } scope ? FieldError.NotSupported("spec.scope", scope, Scopes) : FieldError.Required("spec.scope"));
        }

        errors.AddRange(CheckNames(names));
        errors.AddRange(CrdVersionRules.Check(crd, spec));
        errors.AddRange(CheckConversion(spec));
        return errors;
    }

    private static IEnumerable<FieldError> CheckGroup(string group)
    {
        if (group.Length == 0)
        {
            yield return FieldError.Required("spec.group");
            yield break;
        }

        foreach (var complaint in NameRules.Subdomain(group))
        {
            yield return FieldError.Invalid("spec.group", group, complaint);
        }

        if (!group.Contains('.'))
        {
            yield return FieldError.Invalid("spec.group", group, "should be a domain with at least one dot");
        }
    }

    private static IEnumerable<FieldError> CheckNames(JsonObject names)
    {
        foreach (var name in new[] { "plural", "singular", "kind", "listKind" })
        {
            var value = names.Text(name) ?? "";
            var isKind = name is "kind" or "listKind";
            if (value.Length == 0)
            {
                yield return FieldError.Required($"spec.names.{name}");
                continue;
            }

            foreach (var complaint in NameRules.Dns1035(isKind ? value.ToLowerInvariant() : value))
            {
                yield return FieldError.Invalid($"spec.names.{name}", value, isKind ? $"may have mixed case, but should otherwise match: {complaint}" : complaint);
            }
        }

        foreach (var list in new[] { "shortNames", "categories" })
        {
            foreach (var (value, index) in names.Array(list).Texts().Select((value, index) => (value, index)))
            {
                foreach (var complaint in NameRules.Dns1035(value))
                {
                    yield return FieldError.Invalid($"spec.names.{list}[{index}]", value, complaint);
                }
            }
        }

        if (names.Text("kind") is { Length: > 0 } kind && kind == names.Text("listKind"))
        {
            yield return FieldError.Invalid("spec.names.listKind", kind, "kind and listKind may not be the same");
        }
    }

    /// <summary>Versions are converted by changing their apiVersion; a webhook would be called, and is not.</summary>
    private static IEnumerable<FieldError> CheckConversion(JsonObject spec)
    {
        if (spec.Object("conversion")?.Text("strategy") is { } strategy and not "None")
        {
            yield return FieldError.NotSupported("spec.conversion.strategy", strategy, ["None"]);
        }

        if (spec.Boolean("preserveUnknownFields") == true)
        {
            yield return FieldError.Invalid(
                "spec.preserveUnknownFields",
                GoValue.Of(true),
                "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        }
    }

    private static IEnumerable<FieldError> CheckUpdate(JsonObject crd, JsonObject old)
    {
        var spec = KindRules.SpecOf(crd);
        var oldSpec = KindRules.SpecOf(old);
        var established = old.Object("status")?.Array("conditions")?.OfType<JsonObject>()
            .Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True") == true;
        var names = spec.Object("names") ?? [];
        var oldNames = oldSpec.Object("names") ?? [];
        var always = new[] { ("spec.group", spec.Text("group"), oldSpec.Text("group")), ("spec.names.plural", names.Text("plural"), oldNames.Text("plural")) };
        var whenEstablished = new[] { ("spec.scope", spec.Text("scope"), oldSpec.Text("scope")), ("spec.names.kind", names.Text("kind"), oldNames.Text("kind")) };
        return always.Concat(established ? whenEstablished : [])
            .Where(field => field.Item2 != field.Item3)
            .Select(field => FieldError.Invalid(field.Item1, field.Item2 ?? "", "field is immutable"));
    }
}
