using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Access;

/// <summary>One right: one verb on one resource, of one name or of all, or on one path. As a request, the stars of a rule stand for themselves.</summary>
/// <param name="Request">The right.</param>
internal sealed record SimpleRule(AccessRequest Request)
{
    /// <summary>The rights of a rule.</summary>
    public static IEnumerable<SimpleRule> Split(JsonObject rule)
    {
        var names = rule.Array("resourceNames").Texts() is { Count: > 0 } given ? given : [""];
        var resources =
            from @group in rule.Array("apiGroups").Texts()
            from resource in rule.Array("resources").Texts()
            from name in names
            from verb in rule.Array("verbs").Texts()
            let parts = resource.Split('/', 2)
            select new AccessRequest { Verb = verb, Group = @group, Resource = parts[0], Subresource = parts.Length > 1 ? parts[1] : "", Name = name };
        var paths =
            from path in rule.Array("nonResourceURLs").Texts()
            from verb in rule.Array("verbs").Texts()
            select new AccessRequest { Verb = verb, Path = path };
        return resources.Concat(paths).Select(request => new SimpleRule(request));
    }

    /// <summary>Rights as the server's refusals list them: the verbs of a resource together, one line each, sorted.</summary>
    public static string Describe(IEnumerable<SimpleRule> rules)
    {
        var lines = rules.Select(rule => rule.Request)
            .GroupBy(request => request.Path is { } path ? $"NonResourceURLs:{Quote([path])}" : TextOf(request))
            .Select(same => $"{{{same.Key}, Verbs:{Quote(same.Select(request => request.Verb).Distinct())}}}");
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Texts as Go shows them.</summary>
    public static string Quote(IEnumerable<string> texts) => $"[{string.Join(' ', texts.Select(GoValue.Quote))}]";

    private static string TextOf(AccessRequest request)
    {
        var name = request.Name.Length == 0 ? "" : $", ResourceNames:{Quote([request.Name])}";
        return $"APIGroups:{Quote([request.Group])}, Resources:{Quote([request.FullResource])}{name}";
    }
}
