using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Schemas;

/// <summary>Amounts of resources: a number with a suffix such as <c>m</c>, <c>k</c> or <c>Gi</c>, kept in the shortest form of its family of suffixes.</summary>
internal static partial class Quantity
{
    private const string FormatText = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>The form in which the server stores the amount.</summary>
    /// <exception cref="DecodeException">The value is no amount.</exception>
    public static string Canonical(JsonValue value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        var match = Pattern().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            throw new DecodeException(FormatText);
        }

        var suffix = match.Groups[2].Value;
        // An exponent keeps its own form, and amounts beyond what a decimal holds are rare: both stay as they were sent.
        if (suffix.StartsWith('e') || (suffix.StartsWith('E') && suffix.Length > 1) || Math.Abs(number) > 1e9m)
        {
            return text;
        }

        var binary = Array.IndexOf(BinarySuffixes, suffix);
        return binary > 0 ? Binary(number, binary) : Decimal(number, Array.IndexOf(DecimalSuffixes, suffix));
    }

    private static string Binary(decimal number, int power)
    {
        while (power > 0 && number != decimal.Truncate(number))
        {
            number *= 1024;
            power--;
        }

        number = decimal.Ceiling(number);
        while (number != 0 && power < BinarySuffixes.Length - 1 && number % 1024 == 0)
        {
            number /= 1024;
            power++;
        }

        return Text(number) + BinarySuffixes[power];
    }

    private static string Decimal(decimal number, int power)
    {
        while (power > 0 && number != decimal.Truncate(number))
        {
            number *= 1000;
            power--;
        }

        number = decimal.Ceiling(number);
        while (number != 0 && power < DecimalSuffixes.Length - 1 && number % 1000 == 0)
        {
            number /= 1000;
            power++;
        }

        return number == 0 ? "0" : Text(number) + DecimalSuffixes[power];
    }

    private static string Text(decimal number) => decimal.Truncate(number).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]+)?\\z")]
    private static partial Regex Pattern();
}
