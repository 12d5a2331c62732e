using System.Globalization;

namespace KubeController.Testing.Cel;

/// <summary>Reads an expression.</summary>
internal sealed class CelParser
{
    private static readonly string[][] Levels =
    [
        ["||"],
        ["&&"],
        ["==", "!=", "<", "<=", ">", ">=", "in"],
        ["+", "-"],
        ["*", "/", "%"],
    ];

    private static readonly string[] Macros = ["all", "exists", "exists_one", "existsOne", "filter", "map"];

    private readonly List<CelToken> _tokens;
    private int _at;

    private CelParser(List<CelToken> tokens) => _tokens = tokens;

    private CelToken Current => _tokens[_at];

    /// <exception cref="CelException">The text is no expression.</exception>
    public static CelNode Parse(string text)
    {
        var parser = new CelParser(CelLexer.Read(text));
        var node = parser.ParseConditional();
        return parser.Current.Kind == CelTokenKind.End ? node : throw parser.Unexpected();
    }

    private CelNode ParseConditional()
    {
        var condition = ParseLevel(0);
        if (!Is("?"))
        {
            return condition;
        }

        var position = Take().Position;
        var yes = ParseLevel(0);
        Expect(":");
        return new CelNode(CelOperation.Conditional, position, "?", null, [condition, yes, ParseConditional()]);
    }

    private CelNode ParseLevel(int level)
    {
        if (level == Levels.Length)
        {
            return ParseUnary();
        }

        var left = ParseLevel(level + 1);
        while (Current.Kind is CelTokenKind.Sign or CelTokenKind.Name && Levels[level].Contains(Current.Text))
        {
            var sign = Take();
            left = new CelNode(CelOperation.Binary, sign.Position, sign.Text, null, [left, ParseLevel(level + 1)]);
        }

        return left;
    }

    private CelNode ParseUnary()
    {
        if (!Is("!") && !Is("-"))
        {
            return ParseMembers(ParsePrimary());
        }

        var sign = Take();
        return new CelNode(CelOperation.Unary, sign.Position, sign.Text, null, [ParseUnary()]);
    }

    private CelNode ParseMembers(CelNode target)
    {
        while (true)
        {
            if (Is("."))
            {
                var dot = Take();
                var name = Current.Kind == CelTokenKind.Name ? Take() : throw Unexpected();
                target = Is("(") ? ParseMethod(target, name) : new CelNode(CelOperation.Member, dot.Position, CelNames.Unescape(name.Text), null, [target]);
            }
            else if (Is("["))
            {
                var open = Take();
                target = new CelNode(CelOperation.Index, open.Position, "[]", null, [target, ParseConditional()]);
                Expect("]");
            }
            else
            {
                return target;
            }
        }
    }

    private CelNode ParseMethod(CelNode target, CelToken name)
    {
        var arguments = ParseList("(", ")");
        if (!Macros.Contains(name.Text) || arguments.Count < 2)
        {
            return new CelNode(CelOperation.Method, name.Position, name.Text, null, [target, .. arguments]);
        }

        return arguments[0].Operation == CelOperation.Name
            ? new CelNode(CelOperation.Macro, name.Position, name.Text, null, [target, .. arguments])
            : throw new CelException("argument must be a simple name", arguments[0].Position);
    }

    private CelNode ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case CelTokenKind.Integer:
                return long.TryParse(token.Text, CultureInfo.InvariantCulture, out var integer)
                    ? Literal(Take(), integer)
                    : throw new CelException("invalid int literal", token.Position);
            case CelTokenKind.Double:
                return Literal(Take(), double.Parse(token.Text, CultureInfo.InvariantCulture));
            case CelTokenKind.String:
                return Literal(Take(), token.Text);
            case CelTokenKind.Name:
                return ParseName(Take());
            default:
                return ParseBracket(token);
        }
    }

    private CelNode ParseBracket(CelToken token)
    {
        switch (token.Text)
        {
            case "(":
                Take();
                var inner = ParseConditional();
                Expect(")");
                return inner;
            case "[":
                return new CelNode(CelOperation.List, token.Position, "[]", null, ParseList("[", "]"));
            case "{":
                return ParseMap(token);
            default:
                throw Unexpected();
        }
    }

    private CelNode ParseName(CelToken name) => name.Text switch
    {
        "true" => Literal(name, true),
        "false" => Literal(name, false),
        "null" => Literal(name, null),
        "has" when Is("(") => ParseHas(name),
        _ when Is("(") => new CelNode(CelOperation.Function, name.Position, name.Text, null, ParseList("(", ")")),
        _ => new CelNode(CelOperation.Name, name.Position, name.Text, null, []),
    };

    private CelNode ParseHas(CelToken name)
    {
        var arguments = ParseList("(", ")");
        return arguments is [{ Operation: CelOperation.Member } member]
            ? member with { Operation = CelOperation.Has }
            : throw new CelException("invalid argument to has() macro", name.Position);
    }

    private CelNode ParseMap(CelToken open)
    {
        Take();
        var entries = new List<CelNode>();
        while (!Is("}"))
        {
            entries.Add(ParseConditional());
            Expect(":");
            entries.Add(ParseConditional());
            if (!Is("}"))
            {
                Expect(",");
            }
        }

        Take();
        return new CelNode(CelOperation.Map, open.Position, "{}", null, entries);
    }

    private List<CelNode> ParseList(string open, string close)
    {
        Expect(open);
        var items = new List<CelNode>();
        while (!Is(close))
        {
            items.Add(ParseConditional());
            if (!Is(close))
            {
                Expect(",");
            }
        }

        Take();
        return items;
    }

    private static CelNode Literal(CelToken token, object? value) => new(CelOperation.Literal, token.Position, token.Text, value, []);

    private bool Is(string sign) => Current.Kind == CelTokenKind.Sign && Current.Text == sign;

    private CelToken Take() => _tokens[_at++];

    private void Expect(string sign)
    {
        if (!Is(sign))
        {
            throw Unexpected();
        }

        _at++;
    }

    private CelException Unexpected() => Current.Kind == CelTokenKind.End
        ? new CelException("Syntax error: mismatched input '<EOF>'", Current.Position)
        : new CelException($"Syntax error: extraneous input '{Current.Text}'", Current.Position);
}
