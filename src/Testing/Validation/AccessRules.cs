using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Roles and their bindings.</summary>
internal static class AccessRules
{
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly string[] SubjectKinds = ["Group", "ServiceAccount", "User"];

    public static readonly KindRule Role = new() { Check = resource => CheckPolicies(resource, isNamespaced: true) };
    public static readonly KindRule ClusterRole = new() { Check = resource => CheckPolicies(resource, isNamespaced: false) };
    public static readonly KindRule RoleBinding = Binding("ClusterRole", "Role");
    public static readonly KindRule ClusterRoleBinding = Binding("ClusterRole");

    private static KindRule Binding(params string[] roleKinds) => new()
    {
        Default = CompleteBinding,
        Check = resource => CheckBinding(resource, roleKinds),
        CheckUpdate = CheckBindingUpdate,
    };

    private static void CompleteBinding(JsonObject binding)
    {
        Fill.Missing(binding.ObjectOrNew("roleRef"), $$"""{"apiGroup":"{{Group}}"}""");
        foreach (var subject in binding.Array("subjects")?.OfType<JsonObject>() ?? [])
        {
            if (subject["apiGroup"] is null && subject.Text("kind") is "User" or "Group")
            {
                subject["apiGroup"] = Group;
            }
        }
    }

    private static IEnumerable<FieldError> CheckPolicies(JsonObject role, bool isNamespaced)
    {
        var index = 0;
        foreach (var policy in role.Array("rules")?.OfType<JsonObject>() ?? [])
        {
            foreach (var error in CheckPolicy(policy, $"rules[{index++}]", isNamespaced))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> CheckPolicy(JsonObject policy, string path, bool isNamespaced)
    {
        if (policy.Array("verbs") is not { Count: > 0 })
        {
            yield return FieldError.Required($"{path}.verbs", "verbs must contain at least one value");
        }

        if (policy.Array("nonResourceURLs") is { Count: > 0 } urls)
        {
            if (isNamespaced)
            {
                yield return FieldError.Invalid($"{path}.nonResourceURLs", GoValue.Of(urls), "namespaced rules cannot apply to non-resource URLs");
            }

            yield break;
        }

        if (policy.Array("apiGroups") is not { Count: > 0 })
        {
            yield return FieldError.Required($"{path}.apiGroups", "resource rules must supply at least one api group");
        }

        if (policy.Array("resources") is not { Count: > 0 })
        {
            yield return FieldError.Required($"{path}.resources", "resource rules must supply at least one resource");
        }
    }

    private static IEnumerable<FieldError> CheckBinding(JsonObject binding, params string[] roleKinds)
    {
        var role = binding.Object("roleRef") ?? [];
        if (role.Text("apiGroup") != Group)
        {
            yield return FieldError.NotSupported("roleRef.apiGroup", role.Text("apiGroup") ?? "", [Group]);
        }

        if (!roleKinds.Contains(role.Text("kind")))
        {
            yield return FieldError.NotSupported("roleRef.kind", role.Text("kind") ?? "", roleKinds);
        }

        if (role.Text("name") is null or "")
        {
            yield return FieldError.Required("roleRef.name");
        }

        var index = 0;
        foreach (var subject in binding.Array("subjects")?.OfType<JsonObject>() ?? [])
        {
            foreach (var error in CheckSubject(subject, $"subjects[{index++}]"))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> CheckSubject(JsonObject subject, string path)
    {
        if (subject.Text("name") is null or "")
        {
            yield return FieldError.Required($"{path}.name");
        }

        if (!SubjectKinds.Contains(subject.Text("kind")))
        {
            yield return FieldError.NotSupported($"{path}.kind", subject.Text("kind") ?? "", ["ServiceAccount", "User", "Group"]);
        }
        else if (subject.Text("kind") == "ServiceAccount" && subject.Text("namespace") is null or "")
        {
            yield return FieldError.Required($"{path}.namespace");
        }
    }

    private static IEnumerable<FieldError> CheckBindingUpdate(JsonObject binding, JsonObject old)
    {
        if (JsonNode.DeepEquals(binding["roleRef"], old["roleRef"]))
        {
            return [];
        }

        var role = binding.Object("roleRef") ?? [];
        var shown = new JsonObject { ["APIGroup"] = role.Text("apiGroup"), ["Kind"] = role.Text("kind"), ["Name"] = role.Text("name") };
        return [FieldError.Invalid("roleRef", GoValue.Of(shown), "cannot change roleRef")];
    }
}
