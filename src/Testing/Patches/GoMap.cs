using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Patches;

/// <summary>Values as Go's <c>%v</c> prints them: <c>map[a:1 b:[x y]]</c>.</summary>
internal static class GoMap
{
    public static string Text(JsonNode? node) => node switch
    {
        null => "<nil>",
        JsonObject members => $"map[{string.Join(' ', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(Member))}]",
        JsonArray items => $"[{string.Join(' ', items.Select(Text))}]",
        _ => node.ToString(),
    };

    private static string Member(KeyValuePair<string, JsonNode?> member) => $"{member.Key}:{Text(member.Value)}";

    /// <summary>Go's name for the kind of a decoded value.</summary>
    public static string KindOf(JsonNode? node) => GoJson.WordFor(node) switch
    {
        "object" => "map",
        "array" => "slice",
        "number" => "float64",
        var word => word,
    };
}
