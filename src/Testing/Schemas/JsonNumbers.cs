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
                foreach (var name in members.Where(member => NeedsWork(member.Value)).Select(member => member.Key).ToList())
                {
                    Visit(members[name], canonical => members[name] = canonical);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    var index = i;
                    Visit(items[i], canonical => items[index] = canonical);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Whether the number is stored as an integer of 64 bits.</summary>
    public static bool IsInteger(JsonValue number, out long integer) =>
        long.TryParse(number.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);

    /// <summary>The number, whatever type its node was made of.</summary>
    public static double ValueOf(JsonValue number) => double.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A double as Go writes it into JSON.</summary>
    public static string Text(double number)
    {
        if (number == Math.Truncate(number) && Math.Abs(number) < LargestPlain)
        {
            return WithoutExponent(number);
        }

        return number.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e+", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal);
    }

    private static bool NeedsWork(JsonNode? node) => node is JsonObject or JsonArray || node?.GetValueKind() == JsonValueKind.Number;

    private static void Visit(JsonNode? node, Action<JsonNode> replace)
    {
        if (node is not JsonValue value)
        {
            Canonicalize(node);
        }
        else if (value.GetValueKind() == JsonValueKind.Number && Canonical(value) is { } text)
        {
            replace(JsonNode.Parse(text)!);
        }
    }

    /// <summary>The text to store; null when the number is written well already.</summary>
    private static string? Canonical(JsonValue number)
    {
        var text = number.ToJsonString();
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
