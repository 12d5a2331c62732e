using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Tables;

/// <summary>
/// The part of JSONPath that printer columns use: <c>.a.b</c>, <c>['a']</c>, <c>.list[0]</c>, <c>[-1]</c>, <c>[*]</c>, <c>[?(@.type=="Ready")]</c>.
/// Anything else selects nothing.
/// </summary>
internal sealed partial class JsonPath
{
    private readonly List<Func<JsonNode?, IEnumerable<JsonNode?>>> _steps = [];

    /// <summary>Reads a path.</summary>
    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        var rest = text.Trim();
        if (rest.StartsWith('{') && rest.EndsWith('}'))
        {
            rest = rest[1..^1];
        }

        rest = rest.TrimStart('$');
        while (rest.Length > 0)
        {
            var match = Step().Match(rest);
            if (!match.Success)
            {
                path._steps.Add(_ => []);
                return path;
            }

            path._steps.Add(StepOf(match));
            rest = rest[match.Length..];
        }

        return path;
    }

    /// <summary>The values at the path; what is missing is left out.</summary>
    public List<JsonNode?> Select(JsonNode root)
    {
        IEnumerable<JsonNode?> nodes = [root];
        foreach (var step in _steps)
        {
            nodes = nodes.SelectMany(step);
        }

        return [.. nodes.Where(node => node is not null)];
    }

    private static Func<JsonNode?, IEnumerable<JsonNode?>> StepOf(Match match)
    {
        if (match.Groups["name"] is { Success: true } name)
        {
            var member = name.Value.Replace("\\.", ".", StringComparison.Ordinal);
            return node => node is JsonObject members ? [members[member]] : [];
        }

        if (match.Groups["index"] is { Success: true } index)
        {
            var number = int.Parse(index.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return node => node is JsonArray items && number < items.Count && number >= -items.Count ? [items[number < 0 ? number + items.Count : number]] : [];
        }

        if (match.Groups["field"] is { Success: true } field)
        {
            var path = Parse(field.Value);
            var value = match.Groups["value"].Value;
            return node => (node as JsonArray ?? []).Where(item => item is not null && path.Select(item).Exists(found => found!.ToString() == value));
        }

        return node => node switch
        {
            JsonArray items => items,
            JsonObject members => members.Select(member => member.Value),
            _ => [],
        };
    }

    [GeneratedRegex("""
        ^(?:\.(?<name>(?:[A-Za-z0-9_\-$/]|\\\.)+)|\[['"](?<name>[^'"]+)['"]\]|\[(?<index>-?[0-9]+)\]|\[\?\(\s*@(?<field>[^=!<>]+?)\s*==\s*['"]?(?<value>[^'"]*?)['"]?\s*\)\]|\[\*\]|\.\*)
        """)]
    private static partial Regex Step();
}
