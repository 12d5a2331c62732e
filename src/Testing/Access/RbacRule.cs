using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Access;

/// <summary>Whether one rule of a role covers a request. https://kubernetes.io/docs/reference/access-authn-authz/rbac/</summary>
internal static class RbacRule
{
    private const string All = "*";

    /// <summary>Whether the rule covers the request.</summary>
    public static bool Covers(JsonObject rule, AccessRequest request) =>
        Has(rule, "verbs", request.Verb) && (request.Path is { } path ? CoversPath(rule, path) : CoversResource(rule, request));

    private static bool CoversPath(JsonObject rule, string path) => rule.Array("nonResourceURLs").Texts()
        .Any(url => url == path || (url.EndsWith('*') && path.StartsWith(url[..^1], StringComparison.Ordinal)));

    private static bool CoversResource(JsonObject rule, AccessRequest request)
    {
        var names = rule.Array("resourceNames").Texts();
        var resources = rule.Array("resources").Texts();
        return Has(rule, "apiGroups", request.Group)
            && (resources.Contains(All) || resources.Contains(request.FullResource) || (request.Subresource.Length > 0 && resources.Contains($"*/{request.Subresource}")))
            && (names.Count == 0 || (request.Name.Length > 0 && names.Contains(request.Name)));
    }

    private static bool Has(JsonObject rule, string field, string value)
    {
        var values = rule.Array(field).Texts();
        return values.Contains(All) || values.Contains(value);
    }
}
