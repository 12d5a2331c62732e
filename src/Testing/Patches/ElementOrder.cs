using System.Text.Json.Nodes;

namespace KubeController.Testing.Patches;

/// <summary>
/// The order of a merged list: what the patch names comes in the patch's order, the rest keeps the order it had, and each of the rest stands
/// before the first named item that it stood before already.
/// </summary>
internal static class ElementOrder
{
    /// <param name="merged">The items; they go into the result.</param>
    /// <param name="order">The order the patch gives: items, or objects that hold at least the key.</param>
    /// <param name="before">The list as it was.</param>
    /// <param name="mergeKey">The key of the items; empty for scalars.</param>
    public static JsonArray Arrange(List<JsonNode?> merged, JsonArray order, JsonArray before, string mergeKey)
    {
        var named = new Queue<JsonNode?>(Sort(merged.Where(item => IndexIn(order, item, mergeKey) >= 0), order, mergeKey));
        var others = new Queue<JsonNode?>(Sort(merged.Where(item => IndexIn(order, item, mergeKey) < 0), before, mergeKey));
        var result = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            result.Add((JsonNode?)(ComesFirst(others, named, before, mergeKey) ? others.Dequeue() : named.Dequeue()));
        }

        return result;
    }

    private static bool ComesFirst(Queue<JsonNode?> others, Queue<JsonNode?> named, JsonArray before, string mergeKey)
    {
        if (others.Count == 0 || named.Count == 0)
        {
            return named.Count == 0;
        }

        var other = IndexIn(before, others.Peek(), mergeKey);
        var name = IndexIn(before, named.Peek(), mergeKey);
        return other >= 0 && name >= 0 && other < name;
    }

    private static IEnumerable<JsonNode?> Sort(IEnumerable<JsonNode?> items, JsonArray order, string mergeKey) =>
        items.OrderBy(item => IndexIn(order, item, mergeKey) is var index && index < 0 ? int.MaxValue : index);

    private static int IndexIn(JsonArray list, JsonNode? item, string mergeKey)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (IsSame(list[i], item, mergeKey))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsSame(JsonNode? left, JsonNode? right, string mergeKey) => mergeKey.Length == 0
        ? JsonNode.DeepEquals(left, right)
        : left is JsonObject one && right is JsonObject other && JsonNode.DeepEquals(one[mergeKey], other[mergeKey]);
}
