using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Which part of an object a request may change.</summary>
internal static class SubresourceRules
{
    /// <summary>The main resource: the status stays, where it is a subresource; so do the finalizers of a namespace's content.</summary>
    public static void KeepStatus(JsonObject next, JsonObject current, ResourceDefinition definition)
    {
        if (definition.HasStatus)
        {
            Keep(next, current, "status");
        }

        if (definition.Table == "namespaces")
        {
            Keep(next, current, "spec");
        }
    }

    /// <summary><c>/status</c>: of custom objects and CRDs the status alone changes; built-in kinds take metadata as well, deployments all of it but the labels.</summary>
    public static void KeepAllButStatus(JsonObject next, JsonObject current, ResourceDefinition definition)
    {
        var takesMetadata = !definition.IsCustom && definition.Kind != "CustomResourceDefinition";
        var status = next["status"];
        var metadata = next.Object("metadata")!;
        next.Clear();
        foreach (var (name, value) in current)
        {
            next[name] = name switch
            {
                "status" => status,
                "metadata" when takesMetadata => metadata,
                _ => value?.DeepClone(),
            };
        }

        Set(next, "status", status);
        if (definition is { Group: "apps", Kind: "Deployment" })
        {
            Keep(metadata, current.Object("metadata")!, "labels");
        }
    }

    /// <summary><c>/finalize</c> of a namespace: metadata and the finalizers of its content change.</summary>
    public static void KeepAllButFinalizers(JsonObject next, JsonObject current) => Keep(next, current, "status");

    /// <summary>Sets the finalizers of a namespace's content; an empty list is none.</summary>
    public static void SetFinalizers(JsonObject spec, JsonNode? finalizers) => Set(spec, "finalizers", finalizers is JsonArray { Count: > 0 } ? finalizers : null);

    private static void Keep(JsonObject next, JsonObject current, string name) => Set(next, name, current[name]?.DeepClone());

    private static void Set(JsonObject obj, string name, JsonNode? value)
    {
        if (value is null)
        {
            obj.Remove(name);
        }
        else if (!ReferenceEquals(obj[name], value))
        {
            obj[name] = value;
        }
    }
}
