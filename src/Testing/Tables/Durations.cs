using System.Globalization;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tables;

/// <summary>Spans of time as kubectl shows them: at most two units, fewer the longer it is.</summary>
internal static class Durations
{
    /// <summary>The time since then; <c>&lt;unknown&gt;</c> for no time.</summary>
    public static string Since(string? time, DateTimeOffset now) => GoTime.TryParse(time, out var then) ? Text(now - then) : "<unknown>";

    /// <summary>A span such as <c>5s</c>, <c>3m20s</c>, <c>4h5m</c>, <c>2d3h</c>, <c>6y327d</c>.</summary>
    public static string Text(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < -1)
        {
            return "<invalid>";
        }

        if (seconds < 0)
        {
            return "0s";
        }

        var minutes = seconds / 60;
        var hours = minutes / 60;
        var days = hours / 24;
        return (seconds, minutes, hours, days) switch
        {
            ( < 120, _, _, _) => $"{seconds}s",
            (_, < 10, _, _) => Two(minutes, "m", seconds % 60, "s"),
            (_, < 180, _, _) => $"{minutes}m",
            (_, _, < 8, _) => Two(hours, "h", minutes % 60, "m"),
            (_, _, < 48, _) => $"{hours}h",
            (_, _, _, < 8) => Two(days, "d", hours % 24, "h"),
            (_, _, _, < 730) => $"{days}d",
            (_, _, _, < 2920) => Two(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}") : string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}{small}{smallUnit}");
}
