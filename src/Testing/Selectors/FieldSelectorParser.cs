using System.Text;

namespace KubeController.Testing.Selectors;

/// <summary>Reads the text of a field selector: terms with <c>=</c>, <c>==</c> or <c>!=</c>, separated by commas; a backslash takes the meaning from a sign.</summary>
internal static class FieldSelectorParser
{
    private static readonly string[] Operators = ["!=", "==", "="];

    /// <exception cref="FormatException">The text is no field selector; the message is the server's.</exception>
    public static List<FieldRequirement> Parse(string text) =>
        [.. SplitTerms(text).Where(term => term.Length > 0).Select(term => ParseTerm(text, term))];

    private static IEnumerable<string> SplitTerms(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static FieldRequirement ParseTerm(string text, string term)
    {
        for (var i = 0; i < term.Length; i++)
        {
            var sign = Array.Find(Operators, candidate => string.CompareOrdinal(term, i, candidate, 0, candidate.Length) == 0);
            if (sign is not null)
            {
                return new FieldRequirement(term[..i], sign == "!=", Unescape(term[(i + sign.Length)..]));
            }
        }

        throw new FormatException($"invalid selector: '{text}'; can't understand '{term}'");
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is ',' or '=')
            {
                throw new FormatException($"invalid field selector: unescaped character in value: {(int)c}");
            }

            if (c != '\\')
            {
                plain.Append(c);
            }
            else if (i + 1 < value.Length && value[i + 1] is '\\' or ',' or '=')
            {
                plain.Append(value[++i]);
            }
            else
            {
                throw new FormatException($"invalid field selector: invalid escape sequence: {value.AsSpan(i, Math.Min(2, value.Length - i))}");
            }
        }

        return plain.ToString();
    }
}
