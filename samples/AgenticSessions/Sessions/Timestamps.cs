using System.Globalization;
using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>Reads and writes the times of a session's status: RFC 3339, UTC, whole seconds.</summary>
internal static class Timestamps
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Parses a time; text that is none gives <see langword="null"/>, as no text does.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Returns <c>field 'text'</c> of each time in a status that cannot be read.</summary>
    public static IReadOnlyList<string> Unreadable(AgenticSessionStatus? status)
    {
        (string Field, string? Text)[] times =
        [
            ("startTime", status?.StartTime),
            ("completionTime", status?.CompletionTime),
            ("lastActivityTime", status?.LastActivityTime),
        ];
        return [.. times.Where(time => !string.IsNullOrEmpty(time.Text) && Parse(time.Text) is null).Select(time => $"{time.Field} '{time.Text}'")];
    }
}
