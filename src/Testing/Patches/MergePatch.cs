using System.Text.Json.Nodes;

namespace KubeController.Testing.Patches;

/// <summary>JSON merge patch, RFC 7386. Unlike the RFC, and like the server, nulls vanish inside new lists too.</summary>
internal static class MergePatch
{
    /// <summary>The patched value; neither argument is changed, and the result shares nothing with them.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return WithoutNulls(patch);
        }

        var present = target as JsonObject ?? [];
        var result = new JsonObject();
        foreach (var (name, value) in present)
        {
            if (!changes.TryGetPropertyValue(name, out var change))
            {
                result.Add(name, value?.DeepClone());
            }
            else if (change is not null)
            {
                result.Add(name, Apply(value, change));
            }
        }

        foreach (var (name, change) in changes)
        {
            if (change is not null && !present.ContainsKey(name))
            {
                result.Add(name, Apply(null, change));
            }
        }

        return result;
    }

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, WithoutNulls(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };
}
