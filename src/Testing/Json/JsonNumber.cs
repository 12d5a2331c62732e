using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Json;

/// <summary>Numbers as the server writes them: <c>5.0</c> is 5, <c>1e3</c> is 1000, and no integer is written with an exponent below 1e21.</summary>
internal static class JsonNumber
{
    // The numbers of which objects are full. They share what they are made of.
    private static readonly JsonElement[] Small = [.. Enumerable.Range(0, 1024).Select(number => Element(number.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>Makes a node of a number: an integer where its value is one. The node does not need the document of the number.</summary>
    /// <param name="number">A number.</param>
    public static JsonValue Normalise(JsonElement number)
    {
        if (number.TryGetInt64(out var integer) && number.GetRawText() != "-0")
        {
            return Create(integer);
        }

        var value = number.GetDouble();
        if (value == Math.Truncate(value) && Math.Abs(value) <= long.MaxValue / 2)
        {
            return FromText(((long)value).ToString(CultureInfo.InvariantCulture));
        }

        return FromText(Write(value));
    }

    /// <summary>A node that every reader can read as int, long or double.</summary>
    /// <param name="value">The number.</param>
    public static JsonValue Create(long value) =>
        value >= 0 && value < Small.Length ? JsonValue.Create(Small[value])! : FromText(value.ToString(CultureInfo.InvariantCulture));

    private static string Write(double value)
    {
        var size = Math.Abs(value);
        return size is >= 1e-6 and < 1e21
            ? Plain(value)
            : value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
    }

    private static string Plain(double value) =>
        decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture);

    private static JsonValue FromText(string text) => JsonValue.Create(Element(text))!;

    private static JsonElement Element(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
