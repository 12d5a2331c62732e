namespace KubeController.Testing.Selectors;

/// <summary>Cuts a label selector into words, as the server does: the longest run of signs that is an operator, else everything up to a blank or a sign.</summary>
internal static class SelectorLexer
{
    private static readonly Dictionary<string, SelectorTokenKind> Signs = new(StringComparer.Ordinal)
    {
        [","] = SelectorTokenKind.Comma,
        ["("] = SelectorTokenKind.Open,
        [")"] = SelectorTokenKind.Close,
        ["!"] = SelectorTokenKind.Not,
        ["="] = SelectorTokenKind.Equal,
        ["=="] = SelectorTokenKind.Equal,
        ["!="] = SelectorTokenKind.NotEqual,
        [">"] = SelectorTokenKind.Greater,
        ["<"] = SelectorTokenKind.Less,
    };

    public static List<SelectorToken> Read(string text)
    {
        var tokens = new List<SelectorToken>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && IsBlank(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                tokens.Add(new SelectorToken(SelectorTokenKind.End, ""));
                return tokens;
            }

            var token = IsSign(text[at]) ? ReadSign(text, at) : ReadWord(text, at);
            tokens.Add(token);
            at += token.Text.Length;
        }
    }

    private static SelectorToken ReadSign(string text, int start)
    {
        // Every sign is an operator by itself, so one character always matches.
        var two = start + 2 <= text.Length ? text.Substring(start, 2) : "";
        var sign = Signs.ContainsKey(two) ? two : text.Substring(start, 1);
        return new SelectorToken(Signs[sign], sign);
    }

    private static SelectorToken ReadWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && !IsBlank(text[end]) && !IsSign(text[end]))
        {
            end++;
        }

        var word = text[start..end];
        var kind = word switch
        {
            "in" => SelectorTokenKind.In,
            "notin" => SelectorTokenKind.NotIn,
            _ => SelectorTokenKind.Identifier,
        };
        return new SelectorToken(kind, word);
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static bool IsSign(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';
}
