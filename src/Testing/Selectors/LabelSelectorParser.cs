using System.Globalization;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Selectors;

/// <summary>Reads the text of a label selector. The messages are the server's, word by word.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private readonly List<SelectorToken> _tokens = SelectorLexer.Read(text);
    private int _at;

    /// <summary>Reads all requirements.</summary>
    /// <exception cref="FormatException">The text is no label selector.</exception>
    public List<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        if (Peek().Kind == SelectorTokenKind.End)
        {
            return requirements;
        }

        if (!StartsRequirement(Peek()))
        {
            throw new FormatException($"found '{Peek().Text}', expected: !, identifier, or 'end of string'");
        }

        while (true)
        {
            requirements.Add(ParseRequirement());
            var next = Take();
            if (next.Kind == SelectorTokenKind.End)
            {
                return requirements;
            }

            if (next.Kind != SelectorTokenKind.Comma)
            {
                throw new FormatException($"found '{next.Text}', expected: ',' or 'end of string'");
            }

            if (!StartsRequirement(Peek()))
            {
                throw new FormatException($"found '{Peek().Text}', expected: identifier after ','");
            }
        }
    }

    private static bool StartsRequirement(SelectorToken token) => token.Kind is SelectorTokenKind.Identifier or SelectorTokenKind.Not;

    private static FormatException Refuse(string detail) => new($"unable to parse requirement: {detail}");

    private LabelRequirement ParseRequirement()
    {
        var absent = Peek().Kind == SelectorTokenKind.Not;
        if (absent)
        {
            Take();
        }

        var key = Take();
        if (key.Kind != SelectorTokenKind.Identifier)
        {
            throw Refuse($"found '{key.Text}', expected: identifier");
        }

        CheckKey(key.Text);
        if (absent)
        {
            return new LabelRequirement(key.Text, LabelOperator.DoesNotExist, []);
        }

        return Peek().Kind is SelectorTokenKind.End or SelectorTokenKind.Comma
            ? new LabelRequirement(key.Text, LabelOperator.Exists, [])
            : ParseComparison(key.Text);
    }

    private LabelRequirement ParseComparison(string key)
    {
        var sign = _tokens[_at++];
        LabelOperator comparison = sign.Kind switch
        {
            SelectorTokenKind.In or SelectorTokenKind.Equal => LabelOperator.In,
            SelectorTokenKind.NotIn or SelectorTokenKind.NotEqual => LabelOperator.NotIn,
            SelectorTokenKind.Greater => LabelOperator.Greater,
            SelectorTokenKind.Less => LabelOperator.Less,
            _ => throw Refuse($"found '{sign.Text}', expected: in, notin, =, ==, !=, gt, lt"),
        };
        var values = sign.Kind is SelectorTokenKind.In or SelectorTokenKind.NotIn ? ParseSet() : [ParseValue()];
        Check(key, comparison, values);
        return new LabelRequirement(key, comparison, values);
    }

    private string ParseValue()
    {
        if (Peek().Kind is SelectorTokenKind.End or SelectorTokenKind.Comma)
        {
            return "";
        }

        var value = Take();
        return value.Kind == SelectorTokenKind.Identifier ? value.Text : throw Refuse($"found '{value.Text}', expected: identifier");
    }

    private SortedSet<string> ParseSet()
    {
        var open = Take();
        if (open.Kind != SelectorTokenKind.Open)
        {
            throw Refuse($"found '{open.Text}' expected: '('");
        }

        var first = Peek();
        if (first.Kind is not (SelectorTokenKind.Identifier or SelectorTokenKind.Comma or SelectorTokenKind.Close))
        {
            throw Refuse($"found '{first.Text}', expected: ',', ')' or identifier");
        }

        var values = new SortedSet<string>(StringComparer.Ordinal);
        while (Peek().Kind != SelectorTokenKind.Close)
        {
            ParseMember(values);
        }

        Take();
        if (first.Kind == SelectorTokenKind.Close)
        {
            values.Add("");
        }

        return values;
    }

    /// <summary>One value, or one comma: a comma with nothing before or after it stands for the empty value.</summary>
    private void ParseMember(SortedSet<string> values)
    {
        var member = Take();
        switch (member.Kind)
        {
            case SelectorTokenKind.Identifier:
                values.Add(member.Text);
                if (Peek().Kind is not (SelectorTokenKind.Comma or SelectorTokenKind.Close))
                {
                    throw Refuse($"found '{Peek().Text}', expected: ',' or ')'");
                }

                break;
            case SelectorTokenKind.Comma:
                if (values.Count == 0 || Peek().Kind is SelectorTokenKind.Close or SelectorTokenKind.Comma)
                {
                    values.Add("");
                }

                break;
            default:
                throw Refuse($"found '{member.Text}', expected: ',', or identifier");
        }
    }

    private static void CheckKey(string key)
    {
        var complaints = NameRules.QualifiedName(key);
        if (complaints.Count > 0)
        {
            throw Refuse(FieldError.Invalid(FieldError.NoField, key, string.Join("; ", complaints)).ToString());
        }
    }

    private static void Check(string key, LabelOperator comparison, IReadOnlyCollection<string> values)
    {
        var errors = new List<string>();
        var index = 0;
        foreach (var value in values)
        {
            if (comparison is LabelOperator.Greater or LabelOperator.Less && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                errors.Add(FieldError.Invalid($"values[{index}]", value, "for 'Gt', 'Lt' operators, the value must be an integer").ToString());
            }

            var complaints = NameRules.LabelValue(value);
            if (complaints.Count > 0)
            {
                errors.Add(FieldError.Invalid($"values[{index}][{key}]", value, string.Join("; ", complaints)).ToString());
            }

            index++;
        }

        if (errors.Count > 0)
        {
            throw Refuse(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]");
        }
    }

    /// <summary>The next word where a key or a value may stand: there <c>in</c> and <c>notin</c> are ordinary words.</summary>
    private SelectorToken Peek()
    {
        var token = _tokens[Math.Min(_at, _tokens.Count - 1)];
        return token.Kind is SelectorTokenKind.In or SelectorTokenKind.NotIn ? token with { Kind = SelectorTokenKind.Identifier } : token;
    }

    private SelectorToken Take()
    {
        var token = Peek();
        _at++;
        return token;
    }
}
