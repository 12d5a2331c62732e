using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Access;

/// <summary>The rules of the role that a binding refers to.</summary>
internal sealed class RoleRules(Cluster cluster)
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>The rules that allow everything.</summary>
    public static JsonArray All => (JsonArray)JsonNode.Parse("""[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]},{"verbs":["*"],"nonResourceURLs":["*"]}]""")!;

    /// <summary>The rules; null where there is no such role. <c>cluster-admin</c> is there in every cluster.</summary>
    /// <param name="reference">The binding's <c>roleRef</c>.</param>
    /// <param name="namespace">The namespace of the binding; empty at the cluster scope.</param>
    public JsonArray? Of(JsonObject reference, string @namespace)
    {
        var name = reference.Text("name") ?? "";
        if (reference.Text("kind") != "ClusterRole")
        {
            return cluster.Store.Find($"roles.{Group}", @namespace, name) is { } role ? role.Tree.Array("rules") ?? [] : null;
        }

        if (cluster.Store.Find($"clusterroles.{Group}", "", name) is not { } clusterRole)
        {
            return name == "cluster-admin" ? All : null;
        }

        return clusterRole.Tree.Object("aggregationRule") is { } aggregation ? Gather(aggregation, name) : clusterRole.Tree.Array("rules") ?? [];
    }

    // What kube-controller-manager would write into the role. It gathers what roles have written down, and an aggregated one has nothing of its own here.
    private JsonArray Gather(JsonObject aggregation, string name)
    {
        var selectors = (aggregation.Array("clusterRoleSelectors") ?? []).OfType<JsonObject>().ToList();
        var rules = cluster.Store.Read($"clusterroles.{Group}").Objects
            .Where(role => role.Name != name && selectors.Any(selector => SelectorRules.Matches(selector, role.Metadata.Object("labels"))))
            .SelectMany(role => (role.Tree.Array("rules") ?? []).OfType<JsonObject>());
        return new JsonArray([.. rules.Select(rule => rule.Copy())]);
    }
}
