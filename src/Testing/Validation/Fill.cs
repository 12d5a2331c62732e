using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Fills in defaults.</summary>
internal static class Fill
{
    /// <summary>Adds the members that are missing.</summary>
    /// <param name="target">What is completed.</param>
    /// <param name="defaults">The members as JSON, such as <c>{"replicas":1}</c>.</param>
    public static void Missing(JsonObject target, string defaults)
    {
        foreach (var (name, value) in JsonNode.Parse(defaults)!.AsObject())
        {
            if (target[name] is null)
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>Adds the members that are missing to every object of a list.</summary>
    public static void Each(JsonArray? targets, string defaults)
    {
        foreach (var target in targets?.OfType<JsonObject>() ?? [])
        {
            Missing(target, defaults);
        }
    }

    /// <summary>Adds members to an object's status, which is made where it is missing.</summary>
    public static void Status(JsonObject resource, string defaults) => Missing(resource.ObjectOrNew("status"), defaults);
}
