using System.Globalization;

namespace KubeController.Reconcilers.Bench;

/// <summary>Times as they are written into <c>spec.stamp</c>: RFC 3339 with nanoseconds.</summary>
internal static class Stamps
{
    public static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
