using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Lets creates into namespaces that exist and are not going away, and keeps the namespaces that must stay.</summary>
internal sealed class NamespaceGate(Cluster cluster)
{
    private static readonly string[] Protected = ["default", "kube-system", "kube-public"];

    /// <summary>Checks that something may be created in the namespace of the request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="StatusException">404 or 403.</exception>
    public void CheckCreate(ApiCall call, string name)
    {
        if (!call.Definition.Namespaced)
        {
            return;
        }

        var @namespace = call.Target.Namespace;
        var stored = cluster.Store.Find("namespaces", "", @namespace) ?? throw ApiErrors.NamespaceNotFound(@namespace);
        if (stored.Metadata.Text("deletionTimestamp") is null)
        {
            return;
        }

        var cause = new JsonObject
        {
            ["reason"] = "NamespaceTerminating",
            ["message"] = $"namespace {@namespace} is being terminated",
            ["field"] = "metadata.namespace",
        };
        throw Forbidden(call.Definition, name, $"unable to create new content in namespace {@namespace} because it is being terminated", cause);
    }

    /// <summary>Checks that a namespace may be deleted.</summary>
    /// <exception cref="StatusException">403.</exception>
    public static void CheckDelete(ResourceDefinition definition, string name)
    {
        if (definition.Table == "namespaces" && Protected.Contains(name))
        {
            throw Forbidden(definition, name, "this namespace may not be deleted", cause: null);
        }
    }

    /// <summary>403 about an object.</summary>
    public static StatusException Forbidden(ResourceDefinition definition, string name, string text, JsonObject? cause)
    {
        var details = new JsonObject { ["name"] = name };
        if (definition.Group.Length > 0)
        {
            details["group"] = definition.Group;
        }

        details["kind"] = definition.Plural;
        if (cause is not null)
        {
            details["causes"] = new JsonArray(cause);
        }

        return new StatusException(403, "Forbidden", $"{definition.GroupResource} \"{name}\" is forbidden: {text}", details);
    }
}
