using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Access;

/// <summary>
/// Nobody grants rights that they do not hold: neither by writing a role (but for <c>escalate</c>) nor by binding one (but for <c>bind</c>).
/// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
/// </summary>
internal sealed class EscalationCheck(Authorizer authorizer, RoleRules roles)
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Lets a role or binding pass that is to be written; other kinds always.</summary>
    /// <param name="call">The request.</param>
    /// <param name="next">The object as it shall be.</param>
    /// <param name="current">The object as it is; null for a new one.</param>
    /// <exception cref="StatusException">403: it grants more than the user has; 404: the role that is bound is not there.</exception>
    public void Check(ApiCall call, JsonObject next, JsonObject? current)
    {
        if (!authorizer.IsOn || call.Definition.Group != Group || call.User.Groups.Contains("system:masters") || GrantsTheSame(next, current))
        {
            return;
        }

        if (call.Definition.Plural is "roles" or "clusterroles")
        {
            CheckRole(call, next);
        }
        else
        {
            CheckBinding(call, next);
        }
    }

    private static bool GrantsTheSame(JsonObject next, JsonObject? current) => current is not null
        && ((string[])["rules", "aggregationRule", "roleRef", "subjects"]).All(field => JsonNode.DeepEquals(next[field], current[field]));

    private void CheckRole(ApiCall call, JsonObject role)
    {
        var escalate = new AccessRequest { Verb = "escalate", Group = Group, Resource = call.Definition.Plural, Namespace = call.Target.Namespace, Name = call.Target.Name };
        if (authorizer.Decide(call.User, escalate).IsAllowed)
        {
            return;
        }

        Confirm(call, role, role.Array("rules") ?? []);
        if (role.Object("aggregationRule")?.Array("clusterRoleSelectors") is { Count: > 0 } && Missing(call, RoleRules.All).Count > 0)
        {
            throw Refusal(call, role, "must have cluster-admin privileges to use an aggregationRule");
        }
    }

    private void CheckBinding(ApiCall call, JsonObject binding)
    {
        var reference = binding.Object("roleRef") ?? [];
        var plural = reference.Text("kind") == "ClusterRole" ? "clusterroles" : "roles";
        var name = reference.Text("name") ?? "";
        var bind = new AccessRequest { Verb = "bind", Group = Group, Resource = plural, Namespace = call.Target.Namespace, Name = name };
        if (!authorizer.Decide(call.User, bind).IsAllowed)
        {
            var rules = roles.Of(reference, call.Target.Namespace);
            Confirm(call, binding, rules ?? throw new StatusException(
                404, "NotFound", $"{plural}.{Group} \"{name}\" not found", new JsonObject { ["name"] = name, ["group"] = Group, ["kind"] = plural }));
        }
    }

    private void Confirm(ApiCall call, JsonObject obj, JsonArray rules)
    {
        if (Missing(call, rules) is { Count: > 0 } missing)
        {
            var user = $"user {GoValue.Quote(call.User.Name)} (groups={SimpleRule.Quote(call.User.Groups)})";
            throw Refusal(call, obj, $"{user} is attempting to grant RBAC permissions not currently held:\n{SimpleRule.Describe(missing)}");
        }
    }

    private List<SimpleRule> Missing(ApiCall call, JsonArray rules)
    {
        var held = authorizer.Grants(call.User, call.Target.Namespace).SelectMany(grant => grant.Rules.OfType<JsonObject>()).ToList();
        return [.. rules.OfType<JsonObject>().SelectMany(SimpleRule.Split).Where(rule => !held.Any(own => RbacRule.Covers(own, rule.Request)))];
    }

    private static StatusException Refusal(ApiCall call, JsonObject obj, string why)
    {
        var name = obj.Object("metadata")?.Text("name") ?? "";
        var details = new JsonObject { ["name"] = name, ["group"] = Group, ["kind"] = call.Definition.Plural };
        return new StatusException(403, "Forbidden", $"{call.Definition.Plural}.{Group} \"{name}\" is forbidden: {why}", details);
    }
}
