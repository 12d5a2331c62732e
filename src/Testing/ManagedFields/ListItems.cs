using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>Finds the path element of an item of a list that is owned item by item.</summary>
internal static class ListItems
{
    /// <summary>The path element of an item; an error where it has none.</summary>
    /// <param name="type">The type of the list.</param>
    /// <param name="item">The item.</param>
    /// <param name="error">What is wrong with the item, in the words of the server; null where nothing is.</param>
    public static PathElement? Identify(ListType type, JsonNode? item, out string? error)
    {
        error = type.Keys.Count > 0 ? KeyError(type, item) : ValueError(item);
        return error is not null ? null : type.Keys.Count > 0 ? PathElement.Key(KeysOf(type, (JsonObject)item!)) : PathElement.Value(item);
    }

    /// <summary>The items of a list by path element, in the order in which they first come; items that have none are left out.</summary>
    public static List<(PathElement Step, List<JsonNode?> Items)> Group(ListType type, FieldValue list)
    {
        var groups = new List<(PathElement Step, List<JsonNode?> Items)>();
        var places = new Dictionary<PathElement, int>();
        foreach (var item in list.Node as JsonArray ?? [])
        {
            if (Identify(type, item, out _) is not { } step)
            {
                continue;
            }

            if (places.TryGetValue(step, out var place))
            {
                groups[place].Items.Add(item);
            }
            else
            {
                places.Add(step, groups.Count);
                groups.Add((step, [item]));
            }
        }

        return groups;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> KeysOf(ListType type, JsonObject item)
    {
        foreach (var key in type.Keys)
        {
            if (item.TryGetPropertyValue(key, out var value) || type.KeyDefaults.TryGetValue(key, out value))
            {
                yield return KeyValuePair.Create(key, value);
            }
        }
    }

    private static string? KeyError(ListType type, JsonNode? item) => item switch
    {
        null => "associative list with keys may not have a null element",
        JsonObject members when KeysOf(type, members).Any() => null,
        JsonObject => $"associative list with keys has an element that omits all key fields [{string.Join(' ', type.Keys.Select(key => $"\"{key}\""))}] (and doesn't have default values for any key fields)",
        _ => "associative list with keys may not have non-map elements",
    };

    private static string? ValueError(JsonNode? item) => item switch
    {
        null => "associative list without keys has an element that's an explicit null",
        JsonObject => "associative list without keys has an element that's a map type",
        JsonArray => "not supported: associative list with lists as elements",
        _ => null,
    };
}
