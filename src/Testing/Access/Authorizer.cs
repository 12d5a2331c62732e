using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Access;

/// <summary>
/// Decides who may do what: by the roles and bindings that are stored, if that is switched on; otherwise everybody with credentials may do everything.
/// </summary>
/// <param name="cluster">The bindings.</param>
/// <param name="roles">The rules of the roles they refer to.</param>
/// <param name="isOn">Whether they decide.</param>
internal sealed class Authorizer(Cluster cluster, RoleRules roles, bool isOn)
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string Masters = "system:masters";
    private const string Switched = "the embedded API server has no authorizer switched on (ApiServerOptions.Rbac): everything is allowed";
    private static readonly string[] PublicPaths = ["/version", "/healthz", "/livez", "/readyz"];

    // What the default roles of a cluster give everybody who is known: discovery, and questions about oneself.
    private static readonly JsonArray KnownRules = (JsonArray)JsonNode.Parse("""
        [{"verbs":["get"],"nonResourceURLs":["/api","/api/*","/apis","/apis/*","/openapi","/openapi/*"]},
         {"verbs":["create"],"apiGroups":["authorization.k8s.io"],"resources":["selfsubjectaccessreviews","selfsubjectrulesreviews"]},
         {"verbs":["create"],"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"]}]
        """)!;

    /// <summary>Whether roles and bindings decide.</summary>
    public bool IsOn => isOn;

    /// <summary>Lets a request pass.</summary>
    /// <exception cref="StatusException">403.</exception>
    public void Check(ApiUser user, AccessRequest request)
    {
        if (!Decide(user, request).IsAllowed)
        {
            throw request.Refusal(user);
        }
    }

    /// <summary>Decides.</summary>
    /// <returns>Whether the user may, and the reason that reviews give; empty where they give none.</returns>
    public (bool IsAllowed, string Reason) Decide(ApiUser user, AccessRequest request)
    {
        if (request.Path is { } path && PublicPaths.Any(known => path == known || path.StartsWith(known + "/", StringComparison.Ordinal)))
        {
            return (true, "");
        }

        if (!isOn)
        {
            return user == ApiUser.Anonymous ? (false, "") : (true, Switched);
        }

        if (user.Groups.Contains(Masters))
        {
            return (true, "");
        }

        var grant = Grants(user, request.Namespace).FirstOrDefault(grant => grant.Rules.OfType<JsonObject>().Any(rule => RbacRule.Covers(rule, request)));
        return grant.Rules is null ? (false, "") : (true, $"RBAC: allowed by {grant.Source}");
    }

    /// <summary>The rules that are granted to a user, at the cluster scope and in a namespace, each with its source.</summary>
    public IEnumerable<(string Source, JsonArray Rules)> Grants(ApiUser user, string @namespace)
    {
        foreach (var binding in cluster.Store.Read($"clusterrolebindings.{Group}").Objects)
        {
            if (SubjectOf(binding, user) is { } subject)
            {
                yield return ($"ClusterRoleBinding \"{binding.Name}\" of {RoleOf(binding)} to {subject}", RulesOf(binding));
            }
        }

        if (user.Groups.Contains("system:authenticated"))
        {
            yield return ("ClusterRoleBinding \"system:basic-user\" of ClusterRole \"system:basic-user\" to Group \"system:authenticated\"", KnownRules);
        }

        foreach (var binding in @namespace.Length == 0 ? [] : cluster.Store.Read($"rolebindings.{Group}").From(@namespace, null))
        {
            if (SubjectOf(binding, user) is { } subject)
            {
                yield return ($"RoleBinding \"{binding.Name}/{binding.Namespace}\" of {RoleOf(binding)} to {subject}", RulesOf(binding));
            }
        }
    }

    private static string RoleOf(StoredObject binding) =>
        $"{binding.Tree.Object("roleRef")?.Text("kind")} \"{binding.Tree.Object("roleRef")?.Text("name")}\"";

    private static string? SubjectOf(StoredObject binding, ApiUser user)
    {
        foreach (var subject in (binding.Tree.Array("subjects") ?? []).OfType<JsonObject>())
        {
            var name = subject.Text("name") ?? "";
            var @namespace = subject.Text("namespace") is { Length: > 0 } given ? given : binding.Namespace;
            var (isUser, shown) = subject.Text("kind") switch
            {
                "User" => (user.Name == name, $"User \"{name}\""),
                "Group" => (user.Groups.Contains(name), $"Group \"{name}\""),
                "ServiceAccount" => (user.Name == $"system:serviceaccount:{@namespace}:{name}", $"ServiceAccount \"{name}/{@namespace}\""),
                _ => (false, ""),
            };
            if (isUser)
            {
                return shown;
            }
        }

        return null;
    }

    // A role that is not there grants nothing.
    private JsonArray RulesOf(StoredObject binding) => roles.Of(binding.Tree.Object("roleRef") ?? [], binding.Namespace) ?? [];
}
