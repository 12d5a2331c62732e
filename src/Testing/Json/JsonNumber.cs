using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Json;

/// <summary>Numbers as the server writes them: <c>5.0</c> is 5, <c>1e3</c> is 1000, and no integer is written with an exponent below 1e21.</summary>
internal static class JsonNumber
{
    /// <summary>Makes a node of a number: an integer where its value is one.</summary>
    /// <param name="number">A number.</param>
    public static JsonValue Normalise(JsonElement number)
    {
        if (number.TryGetInt64(out _) && number.GetRawText() != "-0")
        {
            return JsonValue.Create(number)!;
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
    public static JsonValue Create(long value) => FromText(value.ToString(CultureInfo.InvariantCulture));

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

    private static JsonValue FromText(string text)
    {
        using var document = JsonDocument.Parse(text);
        return JsonValue.Create(document.RootElement.Clone())!;
    }
}
