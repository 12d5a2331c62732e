using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Schemas;

/// <summary>What the server's JSON reader, which is that of Go, calls things in its messages.</summary>
internal static class GoJson
{
    /// <summary>The kind of a value: <c>object</c>, <c>array</c>, <c>number</c>, <c>bool</c>, <c>string</c>, <c>null</c>.</summary>
    public static string WordFor(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.String => "string",
        _ => "null",
    };

    /// <summary>What is wrong with a text that should be one JSON value; null when nothing is.</summary>
    public static string? SyntaxError(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        var last = JsonTokenType.None;
        try
        {
            while (reader.Read())
            {
                last = reader.TokenType;
                if (reader.CurrentDepth == 0 && last is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                {
                    return TrailingError(json[(int)reader.BytesConsumed..]);
                }
            }

            return IsWholeNumber(json[(int)reader.BytesConsumed..]) ? null : "unexpected end of JSON input";
        }
        catch (JsonException)
        {
            return $"invalid character {FirstBad(json, (int)reader.BytesConsumed)} {Place(last)}";
        }
    }

    /// <summary>A number at the very end may go on, so the reader does not hand it out by itself.</summary>
    private static bool IsWholeNumber(ReadOnlySpan<byte> rest)
    {
        var text = Encoding.UTF8.GetString(rest).Trim();
        return text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '-') && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _);
    }

    private static string? TrailingError(ReadOnlySpan<byte> rest)
    {
        var trimmed = rest.TrimStart(" \t\r\n"u8);
        return trimmed.IsEmpty ? null : $"invalid character '{(char)trimmed[0]}' after top-level value";
    }

    private static string FirstBad(ReadOnlySpan<byte> json, int from)
    {
        var rest = json[Math.Min(from, json.Length)..].TrimStart(" \t\r\n,:"u8);
        return rest.IsEmpty ? "' '" : $"'{(char)rest[0]}'";
    }

    private static string Place(JsonTokenType last) => last switch
    {
        JsonTokenType.StartObject => "looking for beginning of object key string",
        JsonTokenType.PropertyName => "looking for beginning of value",
        JsonTokenType.None or JsonTokenType.StartArray => "looking for beginning of value",
        _ => "after object key:value pair",
    };
}
