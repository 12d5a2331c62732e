using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>The values that this replay has in the place of the recording's placeholders.</summary>
/// <remarks>Immutable, so that a comparison that fails half-way can be given up without a trace.</remarks>
internal sealed partial class Bindings
{
    public static readonly Bindings Empty = new(ImmutableDictionary<string, string>.Empty);

    private readonly ImmutableDictionary<string, string> _values;

    private Bindings(ImmutableDictionary<string, string> values) => _values = values;

    public bool TryGet(string placeholder, out string? value) => _values.TryGetValue(placeholder, out value);

    public Bindings With(string placeholder, string value) => new(_values.SetItem(placeholder, value));

    /// <summary>The placeholders of a text that stand for one value throughout the story and have none yet.</summary>
    public IEnumerable<string> Unbound(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Where(text => IsNumbered(text) && !_values.ContainsKey(text)).Distinct();

    /// <summary>Puts the bound values into a text; placeholders without a value stay.</summary>
    public string Fill(string text) =>
        Placeholder().Replace(text, match => _values.TryGetValue(match.Value, out var value) ? value : match.Value);

    /// <summary>Tells whether a text is what the recording shows, and takes the values of placeholders that had none.</summary>
    public bool TryMatch(string recorded, string actual, out Bindings bindings)
    {
        bindings = this;
        if (recorded == actual)
        {
            return true;
        }

        var placeholders = Placeholder().Matches(recorded);
        if (placeholders.Count == 0)
        {
            return false;
        }

        var match = Regex.Match(actual, Pattern(recorded, placeholders), RegexOptions.Singleline | RegexOptions.CultureInvariant);
        if (!match.Success)
        {
            return false;
        }

        for (var i = 0; i < placeholders.Count; i++)
        {
            if (IsNumbered(placeholders[i].Value) && !bindings.TryBind(placeholders[i].Value, match.Groups[i + 1].Value, out bindings))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryBind(string placeholder, string value, out Bindings bindings)
    {
        bindings = this;
        if (_values.TryGetValue(placeholder, out var bound))
        {
            return bound == value;
        }

        bindings = With(placeholder, value);

        // Two uids of the recording are two uids here as well. (Revisions of lists may fall together: other clients wrote while it was recorded.)
        return !placeholder.StartsWith("<uid", StringComparison.Ordinal) || !_values.Any(pair => pair.Value == value && pair.Key.StartsWith("<uid", StringComparison.Ordinal));
    }

    private static string Pattern(string recorded, MatchCollection placeholders)
    {
        var pattern = new StringBuilder("^");
        var end = 0;
        foreach (Match placeholder in placeholders)
        {
            pattern.Append(Regex.Escape(recorded[end..placeholder.Index])).Append('(').Append(ValuePattern(placeholder.Groups[1].Value)).Append(')');
            end = placeholder.Index + placeholder.Length;
        }

        return pattern.Append(Regex.Escape(recorded[end..])).Append('$').ToString();
    }

    private static string ValuePattern(string kind) => kind switch
    {
        "rv" => @"\d+",
        "uid" => @"[0-9A-Za-z-]+",
        "time" => @"\d{4}-\d\d-\d\d[T ][0-9:.]+(?:Z| \+0000 UTC)?",
        "generated" => "[bcdfghjklmnpqrstvwxz2456789]{5}",
        "ip" => "[0-9a-f.:]+",
        _ => ".*?",
    };

    private static bool IsNumbered(string placeholder) => placeholder.Contains(':', StringComparison.Ordinal);

    [GeneratedRegex("<(rv|uid|time|generated|ip|continue|token|age|pem|address|object)(?::\\w+)?>")]
    private static partial Regex Placeholder();
}
