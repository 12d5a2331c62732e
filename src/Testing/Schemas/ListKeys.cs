using System.Text.Json.Nodes;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Schemas;

/// <summary>What tells the items of a list apart: their keys in a list of type <c>map</c>, their whole value in one of type <c>set</c>.</summary>
internal static class ListKeys
{
    /// <summary>A fault for each item that is there already.</summary>
    public static IEnumerable<FieldError> Duplicates(string path, JsonArray items, StructuralSchema schema)
    {
        var seen = new List<JsonNode?>();
        for (var i = 0; i < items.Count; i++)
        {
            var isMap = schema.ListType == "map";
            var key = isMap ? KeyOf(items[i], schema) : items[i];
            if (!isMap && schema.ListType != "set")
            {
                yield break;
            }

            if (key is null)
            {
                continue;
            }

            if (seen.Exists(other => JsonNode.DeepEquals(other, key)))
            {
                yield return FieldError.Duplicate($"{path}[{i}]", GoValue.Of(key));
            }
            else
            {
                seen.Add(key);
            }
        }
    }

    /// <summary>The item of the old list that is the same by its keys; null where there is none or the list knows no keys.</summary>
    public static JsonNode? FindSame(JsonNode? item, JsonArray? old, StructuralSchema schema)
    {
        if (old is null || schema.ListType != "map")
        {
            return null;
        }

        var key = KeyOf(item, schema);
        return key is null ? null : old.FirstOrDefault(other => JsonNode.DeepEquals(KeyOf(other, schema), key));
    }

    private static JsonObject? KeyOf(JsonNode? item, StructuralSchema schema)
    {
        if (item is not JsonObject members)
        {
            return null;
        }

        var present = schema.ListMapKeys.Where(members.ContainsKey).Order(StringComparer.Ordinal);
        return new JsonObject(present.Select(name => KeyValuePair.Create(name, members[name]?.DeepClone())));
    }
}
