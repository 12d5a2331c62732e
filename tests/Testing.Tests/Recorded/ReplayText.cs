using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Texts of requests that the recording describes instead of showing, and the form in which its bodies were sent.</summary>
internal static partial class ReplayText
{
    /// <summary>Puts in the bound values, and makes what is described: tokens and long lists.</summary>
    public static string Fill(string text, Bindings bindings)
    {
        text = bindings.Fill(text);
        if (Encoded().Match(text) is { Success: true } encoded)
        {
            return Convert.ToBase64String(Encoding.UTF8.GetBytes(encoded.Groups[1].Value)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }

        return Repeated().Match(text) is { Success: true } repeated
            ? $"[{string.Join(',', Enumerable.Repeat(repeated.Groups[2].Value, int.Parse(repeated.Groups[1].Value, CultureInfo.InvariantCulture)))}]"
            : text;
    }

    /// <summary>Writes JSON with a space after commas and colons: some answers repeat the text that was sent.</summary>
    public static string Spaced(JsonNode node) => node switch
    {
        JsonObject map => $"{{{string.Join(", ", map.Select(pair => $"{JsonValue.Create(pair.Key).ToJsonString(RecordedJson.Plain)}: {(pair.Value is null ? "null" : Spaced(pair.Value))}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(item => item is null ? "null" : Spaced(item)))}]",
        _ => node.ToJsonString(RecordedJson.Plain),
    };

    [GeneratedRegex("^<base64url of (.*)>$", RegexOptions.Singleline)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"^a list of (\d+) times (.*)$", RegexOptions.Singleline)]
    private static partial Regex Repeated();
}
