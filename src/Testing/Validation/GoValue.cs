using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Validation;

/// <summary>A value as the server's messages show it: texts in quotes, numbers bare, everything else as JSON.</summary>
internal readonly record struct GoValue
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _text;

    private GoValue(string text) => _text = text;

    public static implicit operator GoValue(string text) => new(Quote(text));

    public static implicit operator GoValue(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    public static GoValue Of(JsonNode? node) => node switch
    {
        null => new GoValue("null"),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => new GoValue(node.ToJsonString(Plain)),
    };

    /// <summary>A text that stands as it is.</summary>
    public static GoValue Raw(string text) => new(text);

    /// <summary>Quotes as Go's <c>%q</c> does.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            quoted.Append(Escape(c));
        }

        return quoted.Append('"').ToString();
    }

    public override string ToString() => _text;

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\v' => "\\v",
        < ' ' or '\x7f' => $"\\x{(int)c:x2}",
        _ => c.ToString(),
    };
}
