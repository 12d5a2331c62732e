using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Writing;

/// <summary>Compares what is wanted of an object with what it is: whether the first is part of the second.</summary>
/// <remarks>
/// What the wanted state does not name does not count, so the defaults of the server, the status and what other writers added are no differences. Lists are compared item
/// by item: by merge keys where those are known, and otherwise as a whole, in order and of the same length.
/// </remarks>
/// <param name="isBuiltIn">Whether the kind is one of Kubernetes' own, whose lists have known keys.</param>
internal sealed class DesiredState(bool isBuiltIn)
{
    // Metadata that the server sets and no writer decides, and what says the type, are no wishes.
    private static readonly string[] NoWishes = ["resourceVersion", "uid", "generation", "creationTimestamp", "managedFields", "selfLink"];

    // Maps, of which the server keeps no empty one. An empty object elsewhere may say something, such as emptyDir: {}.
    private static readonly string[] Maps = ["labels", "annotations", "matchLabels", "nodeSelector", "data", "binaryData", "stringData", "limits", "requests"];

    private static readonly string[] Quantities = ["limits", "requests", "hard", "capacity", "overhead"];

    public static bool IsShownBy<T>(T desired, T live)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var wishes = MergePatch.From(desired).Content;
        wishes.Remove("apiVersion");
        wishes.Remove("kind");
        wishes.Remove("status");
        if (wishes["metadata"] is JsonObject metadata)
        {
            Array.ForEach(NoWishes, name => metadata.Remove(name));
        }

        FoldStringData(wishes);
        return new DesiredState(MergeKeys.AreKnownFor<T>()).IsPart(wishes, MergePatch.From(live).Content, parent: string.Empty);
    }

    // A Secret shows in data, as base64, what was written to stringData.
    private static void FoldStringData(JsonObject wishes)
    {
        if (wishes["stringData"] is not JsonObject texts)
        {
            return;
        }

        wishes.Remove("stringData");
        var data = wishes["data"] as JsonObject ?? [];
        wishes["data"] = data.Parent is null ? data : data.DeepClone();
        foreach (var (key, text) in texts.Where(text => text.Value is JsonValue))
        {
            wishes["data"]![key] = Convert.ToBase64String(Encoding.UTF8.GetBytes((string?)text ?? string.Empty));
        }
    }

    private bool IsPart(JsonObject desired, JsonObject live, string parent) => desired.All(wish => wish.Value is null || IsPart(wish.Key, wish.Value, live[wish.Key], parent));

    private bool IsPart(string name, JsonNode desired, JsonNode? live, string parent) => (desired, live) switch
    {
        (JsonObject { Count: 0 }, null) => Maps.Contains(name),
        (JsonArray { Count: 0 }, null) => true,
        (JsonObject wanted, JsonObject present) => IsPart(wanted, present, name),
        (JsonArray wanted, JsonArray present) => AreShown(name, wanted, present, parent),
        (JsonValue wanted, JsonValue present) => AreEqual(name, wanted, present, parent),
        _ => false,
    };

    private bool AreShown(string name, JsonArray desired, JsonArray live, string holder)
    {
        if (name == "finalizers" && holder == "metadata")
        {
            return desired.All(wish => live.Any(item => JsonNode.DeepEquals(wish, item)));
        }

        return MergeKeys.Of(name, holder, isBuiltIn) is { } keys
            ? desired.All(wish => live.Any(item => IsItem(name, wish, item, keys)))
            : desired.Count == live.Count && desired.Zip(live).All(pair => IsPartOrEqual(name, pair.First, pair.Second));
    }

    private bool IsItem(string list, JsonNode? wish, JsonNode? item, string[] keys) =>
        wish is JsonObject wanted && item is JsonObject present
        && keys.All(key => (wanted[key] ?? MergeKeys.DefaultOf(key)) is not { } value || present[key] is null || JsonNode.DeepEquals(value, present[key]))
        && IsPart(wanted, present, list);

    private bool IsPartOrEqual(string list, JsonNode? wish, JsonNode? item) => wish is null ? item is null : IsPart(list, wish, item, list);

    // Numbers by value, and quantities by theirs: the server writes 500m for 0.5.
    private static bool AreEqual(string name, JsonValue wanted, JsonValue present, string parent) =>
        JsonNode.DeepEquals(wanted, present)
        || ((Quantities.Contains(parent) || name == "sizeLimit") && QuantityOf(wanted) is { } one && QuantityOf(present) is { } other && one == other);

    private static decimal? QuantityOf(JsonValue value)
    {
        try
        {
            return new ResourceQuantity(value.ToString()).ToDecimal();
        }
        catch (Exception error) when (error is FormatException or ArgumentException or IndexOutOfRangeException or OverflowException or NotSupportedException)
        {
            return null;
        }
    }
}
