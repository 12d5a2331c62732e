using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Schemas;

/// <summary>Times as the server reads and writes them: RFC 3339 in UTC, either in whole seconds or with exactly six decimals.</summary>
internal static partial class GoTime
{
    private const string SecondsLayout = "2006-01-02T15:04:05Z07:00";
    private const string MicroLayout = "2006-01-02T15:04:05.000000Z07:00";

    private static readonly (string Layout, Regex Value)[] Parts =
    [
        ("2006", FourDigits()), ("-", Dash()), ("01", TwoDigits()), ("-", Dash()), ("02", TwoDigits()), ("T", T()),
        ("15", TwoDigits()), (":", Colon()), ("04", TwoDigits()), (":", Colon()), ("05", TwoDigits()),
    ];

    /// <summary>The time in whole seconds, in UTC, such as <c>2026-01-02T03:04:05Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time with six decimals, in UTC.</summary>
    public static string FormatMicro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a time and gives it back as it is stored.</summary>
    /// <exception cref="DecodeException">The text is no such time.</exception>
    public static string Canonical(string text, bool micro)
    {
        var layout = micro ? MicroLayout : SecondsLayout;
        var rest = text;
        foreach (var (part, value) in Parts)
        {
            rest = Take(text, layout, rest, part, value);
        }

        if (micro)
        {
            rest = Take(text, layout, rest, ".000000", SixDecimals());
        }
        else if (Fraction().Match(rest) is { Success: true } fraction)
        {
            rest = rest[fraction.Length..];
        }

        rest = Take(text, layout, rest, "Z07:00", Zone());
        if (rest.Length > 0)
        {
            throw new DecodeException($"parsing time \"{text}\": extra text: \"{rest}\"");
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? micro ? FormatMicro(time) : Format(time)
            : throw new DecodeException($"parsing time \"{text}\": day out of range");
    }

    /// <summary>Reads a time that the server has written.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static string Take(string text, string layout, string rest, string part, Regex value)
    {
        var match = value.Match(rest);
        return match.Success ? rest[match.Length..] : throw new DecodeException($"parsing time \"{text}\" as \"{layout}\": cannot parse \"{rest}\" as \"{part}\"");
    }

    [GeneratedRegex("^[0-9]{4}")]
    private static partial Regex FourDigits();

    [GeneratedRegex("^[0-9]{2}")]
    private static partial Regex TwoDigits();

    [GeneratedRegex("^-")]
    private static partial Regex Dash();

    [GeneratedRegex("^T")]
    private static partial Regex T();

    [GeneratedRegex("^:")]
    private static partial Regex Colon();

    [GeneratedRegex("^\\.[0-9]{6}")]
    private static partial Regex SixDecimals();

    [GeneratedRegex("^\\.[0-9]+")]
    private static partial Regex Fraction();

    [GeneratedRegex("^(Z|[+-][0-9]{2}:[0-9]{2})")]
    private static partial Regex Zone();
}
