using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Fills in defaults.</summary>
internal static class Fill
{
    // Each text is a constant of the code and read once; every write of a pod fills in a dozen.
    private static readonly ConcurrentDictionary<string, JsonObject> Read = new(StringComparer.Ordinal);

    /// <summary>Adds the members that are missing.</summary>
    /// <param name="target">What is completed.</param>
    /// <param name="defaults">The members as JSON, such as <c>{"replicas":1}</c>: a constant.</param>
    public static void Missing(JsonObject target, string defaults)
    {
        foreach (var (name, value) in Read.GetOrAdd(defaults, static text => (JsonObject)JsonReader.Read(text)!))
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
