using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The quality of service class of a pod, which follows from what its containers ask for.</summary>
internal static class PodQuality
{
    private static readonly string[] Kinds = ["requests", "limits"];
    private static readonly string[] Counted = ["cpu", "memory"];

    public static string ClassOf(JsonObject spec)
    {
        var containers = PodDefaults.ContainersOf(spec).Select(container => container.Object("resources") ?? []).ToList();
        var amounts = containers.SelectMany(resources => Kinds.SelectMany(kind => Counted.Select(name => resources.Object(kind)?.Text(name))));
        if (amounts.All(amount => amount is null or "0"))
        {
            return "BestEffort";
        }

        var guaranteed = containers.TrueForAll(resources => Array.TrueForAll(
            Counted,
            name => resources.Object("limits")?.Text(name) is { } limit && resources.Object("requests")?.Text(name) == limit));
        return guaranteed ? "Guaranteed" : "Burstable";
    }
}
