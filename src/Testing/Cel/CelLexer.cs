using System.Globalization;
using System.Text;

namespace KubeController.Testing.Cel;

/// <summary>Cuts an expression into words.</summary>
internal sealed class CelLexer(string text)
{
    private static readonly string[] Signs = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int _at;

    /// <exception cref="CelException">The text holds something that is no word.</exception>
    public static List<CelToken> Read(string text)
    {
        var lexer = new CelLexer(text);
        var tokens = new List<CelToken>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != CelTokenKind.End);
        return tokens;
    }

    private CelToken Next()
    {
        SkipBlanks();
        var start = _at;
        if (_at == text.Length)
        {
            return new CelToken(CelTokenKind.End, "", start);
        }

        var c = text[_at];
        if (c is '"' or '\'' || (c is 'r' or 'R' && _at + 1 < text.Length && text[_at + 1] is '"' or '\''))
        {
            return new CelToken(CelTokenKind.String, ReadString(), start);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            return new CelToken(CelTokenKind.Name, ReadWhile(next => char.IsAsciiLetterOrDigit(next) || next == '_'), start);
        }

        return char.IsAsciiDigit(c) ? ReadNumber() : ReadSign();
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || IsComment()))
        {
            _at = IsComment() ? EndOfLine() : _at + 1;
        }
    }

    private bool IsComment() => text[_at] == '/' && _at + 1 < text.Length && text[_at + 1] == '/';

    private int EndOfLine() => text.IndexOf('\n', _at) is var end && end < 0 ? text.Length : end;

    private string ReadWhile(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private CelToken ReadNumber()
    {
        var start = _at;
        ReadWhile(char.IsAsciiDigit);
        var isDouble = false;
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            isDouble = true;
            _at++;
            ReadWhile(char.IsAsciiDigit);
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            isDouble = true;
            _at++;
            ReadWhile(c => char.IsAsciiDigit(c) || c is '+' or '-');
        }

        var number = text[start.._at];
        if (_at < text.Length && text[_at] is 'u' or 'U')
        {
            _at++;
        }

        return new CelToken(isDouble ? CelTokenKind.Double : CelTokenKind.Integer, number, start);
    }

    private CelToken ReadSign()
    {
        var start = _at;
        var sign = Array.Find(Signs, candidate => string.CompareOrdinal(text, start, candidate, 0, candidate.Length) == 0)
            ?? throw new CelException($"Syntax error: token recognition error at: '{text[start]}'", start);
        _at += sign.Length;
        return new CelToken(CelTokenKind.Sign, sign, start);
    }

    private string ReadString()
    {
        var start = _at;
        var isRaw = text[_at] is 'r' or 'R';
        if (isRaw)
        {
            _at++;
        }

        var quote = text[_at++];
        var content = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            if (text[_at] == '\\' && !isRaw)
            {
                _at++;
                content.Append(ReadEscape());
            }
            else
            {
                content.Append(text[_at++]);
            }
        }

        if (_at == text.Length)
        {
            throw new CelException($"Syntax error: token recognition error at: '{text[start..]}'", start);
        }

        _at++;
        return content.ToString();
    }

    private string ReadEscape()
    {
        var c = _at < text.Length ? text[_at++] : '\\';
        return c switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'u' when _at + 4 <= text.Length => ReadCode(4),
            'x' or 'X' when _at + 2 <= text.Length => ReadCode(2),
            _ => c.ToString(),
        };
    }

    private string ReadCode(int digits)
    {
        var code = int.Parse(text.AsSpan(_at, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        _at += digits;
        return ((char)code).ToString();
    }
}
