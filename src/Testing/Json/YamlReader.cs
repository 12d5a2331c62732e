using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeController.Testing.Json;

/// <summary>Reads YAML as JSON documents.</summary>
internal static class YamlReader
{
    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789.eE+-");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>Reads every document that is not empty.</summary>
    /// <param name="text">The YAML.</param>
    /// <exception cref="FormatException">The text is no YAML.</exception>
    public static IReadOnlyList<JsonNode> ReadAll(string text)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonNode>()];
        }
        catch (YamlException malformed)
        {
            throw new FormatException($"error converting YAML to JSON: yaml: {Place(malformed)}{Words(malformed.Message)}", malformed);
        }
    }

    /// <summary>What a scalar without quotes means.</summary>
    internal static JsonNode? Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N":
                return JsonValue.Create(false);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return JsonNumber.Create(integer);
        }

        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hexadecimal))
        {
            return JsonNumber.Create(hexadecimal);
        }

        return IsFloat(text) ? JsonReader.Read(JsonNumberText(text)) : JsonValue.Create(text);
    }

    // The server's reader counts lines from zero where the grammar is broken, from one where a token is, and leaves the first one out.
    private static string Place(YamlException malformed)
    {
        var line = malformed is SemanticErrorException ? malformed.Start.Line - 1 : malformed.Start.Line;
        return line > 0 ? $"line {line}: " : "";
    }

    // "While parsing a node, did not find …." is "did not find …" there.
    private static string Words(string message)
    {
        var comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        return message[(comma < 0 ? 0 : comma + 2)..].TrimEnd('.');
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => ConvertMapping(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when scalar.Tag.IsEmpty => Resolve(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value ?? ""),
        _ => null,
    };

    private static JsonObject ConvertMapping(YamlMappingNode mapping)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            result[((YamlScalarNode)key).Value ?? ""] = Convert(value);
        }

        return result;
    }

    private static bool IsFloat(string text) =>
        text.AsSpan().IndexOfAnyExcept(FloatCharacters) < 0
        && text.AsSpan().IndexOfAny(Digits) >= 0
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);

    private static string JsonNumberText(string text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
}
