using System.Text.RegularExpressions;

namespace KubeController.Informers.Selecting;

/// <summary>Reads label selectors.</summary>
internal static partial class LabelSelectorReader
{
    public static IReadOnlyList<LabelRequirement> Read(string text)
    {
        var requirements = new List<LabelRequirement>();
        if (string.IsNullOrWhiteSpace(text))
        {
            return requirements;
        }

        for (var at = 0; at <= text.Length;)
        {
            var match = Requirement().Match(text, at);
            if (!match.Success)
            {
                throw new FormatException(
                    $"'{text}' is no label selector, from position {at} on. Write requirements such as 'app=web', 'tier!=cache', 'env in (a,b)', 'track notin (x)', 'release' or '!canary', with commas between.");
            }

            requirements.Add(ToRequirement(match));
            at = match.Index + match.Length + 1;
        }

        return requirements;
    }

    private static LabelRequirement ToRequirement(Match match)
    {
        var label = match.Groups["label"].Value;
        return match switch
        {
            _ when match.Groups["set"].Success =>
                new(label, [.. match.Groups["values"].Value.Split(',').Select(static value => value.Trim())], match.Groups["set"].Value == "notin"),
            _ when match.Groups["operator"].Success => new(label, [match.Groups["value"].Value], match.Groups["operator"].Value == "!="),
            _ => new(label, null, match.Groups["not"].Success),
        };
    }

    // One requirement, up to the comma after it or the end.
    [GeneratedRegex(
        @"\G\s*(?:(?<not>!)\s*(?<label>[\w./-]+)|(?<label>[\w./-]+)\s+(?<set>in|notin)\s*\((?<values>[\w.\-,\s]*)\)|(?<label>[\w./-]+)\s*(?<operator>==|=|!=)\s*(?<value>[\w.-]*)|(?<label>[\w./-]+))\s*(?=,|$)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Requirement();
}
