using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Schemas;

/// <summary>Numbers as the server keeps them: an integer if it fits 64 bits, otherwise a double; 5.0 is written as 5, 1e3 as 1000.</summary>
internal static class JsonNumbers
{
    private const double LargestPlain = 1e21;

    /// <summary>Rewrites all numbers below the node, in place.</summary>
    public static void Canonicalize(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                List<(string Name, JsonNode Number)>? rewritten = null;
                foreach (var (name, member) in members)
                {
                    if (Rewritten(member) is { } number)
                    {
                        (rewritten ??= []).Add((name, number));
                    }
                }

                rewritten?.ForEach(member => members[member.Name] = member.Number);
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Rewritten(items[i]) is { } number)
                    {
                        items[i] = number;
                    }
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Whether the number is stored as an integer of 64 bits.</summary>
    public static bool IsInteger(JsonValue number, out long integer) =>
        long.TryParse(TextOf(number), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);

    /// <summary>The number, whatever type its node was made of.</summary>
    public static double ValueOf(JsonValue number) => double.Parse(TextOf(number), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A double as Go writes it into JSON.</summary>
    public static string Text(double number)
    {
        if (number == Math.Truncate(number) && Math.Abs(number) < LargestPlain)
        {
            return WithoutExponent(number);
        }

        return number.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e+", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal);
    }

    private static string TextOf(JsonValue number) => number.TryGetValue<JsonElement>(out var element) ? element.GetRawText() : number.ToJsonString();

    // What belongs in the place of a number; null where it may stay, and where there is none. What is below is rewritten in place.
    private static JsonNode? Rewritten(JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            Canonicalize(node);
            return null;
        }

        return value.GetValueKind() == JsonValueKind.Number && Canonical(value) is { } text ? JsonNode.Parse(text) : null;
    }

    /// <summary>The text to store; null when the number is written well already.</summary>
    private static string? Canonical(JsonValue number)
    {
        var text = TextOf(number);
        var canonical = IsInteger(number, out var integer)
            ? integer.ToString(CultureInfo.InvariantCulture)
            : Text(ValueOf(number));
        return canonical == text ? null : canonical;
    }

    /// <summary>The shortest digits that name the double, filled up with zeros.</summary>
    private static string WithoutExponent(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        if (exponent < 0)
        {
            return text == "-0" ? "0" : text;
        }

        var digits = text[..exponent].Replace(".", "", StringComparison.Ordinal);
        var length = int.Parse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1 + (digits[0] == '-' ? 1 : 0);
        return digits.PadRight(length, '0');
    }
}
