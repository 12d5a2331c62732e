using System.Globalization;
using System.Text.RegularExpressions;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Cel;

/// <summary>Durations such as <c>1h30m</c>, and points in time.</summary>
internal static partial class CelTimes
{
    /// <exception cref="CelException">The text is no duration.</exception>
    public static TimeSpan Duration(string text)
    {
        if (!Whole().IsMatch(text))
        {
            throw new CelException($"time: invalid duration \"{text}\"");
        }

        var seconds = Part().Matches(text).Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * UnitOf(part.Groups[2].Value));
        return TimeSpan.FromSeconds(text.StartsWith('-') ? -seconds : seconds);
    }

    /// <exception cref="CelException">The text is no time.</exception>
    public static DateTimeOffset Timestamp(string text) =>
        GoTime.TryParse(text, out var time) ? time : throw new CelException($"parsing time \"{text}\" failed");

    private static double UnitOf(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        _ => 1e-9,
    };

    [GeneratedRegex(@"^[+-]?(0|(\d+(\.\d+)?(h|ms|us|µs|ns|m|s))+)\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(h|ms|us|µs|ns|m|s)")]
    private static partial Regex Part();
}
