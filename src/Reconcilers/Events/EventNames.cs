using System.Globalization;

namespace KubeController.Reconcilers.Events;

/// <summary>Makes the names of events, as client-go does: that of the object, a dot, and the time in hexadecimal nanoseconds. No two of a process are the same. Thread-safe.</summary>
internal sealed class EventNames(TimeProvider timeProvider, Func<double> random)
{
    private const int LongestName = 253;
    private const int NanosecondsPerTick = 100;

    private readonly Lock _lock = new();
    private long _last;

    public string Next(string regarding)
    {
        var suffix = Time().ToString("x", CultureInfo.InvariantCulture);
        var prefix = Prefix(regarding, LongestName - suffix.Length - 1);
        return prefix.Length == 0 ? $"event.{suffix}" : $"{prefix}.{suffix}";
    }

    // The clock does not tell nanoseconds: chance does, so that two processes hardly ever make the same name.
    private long Time()
    {
        var ticks = (timeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
        lock (_lock)
        {
            return _last = Math.Max((ticks * NanosecondsPerTick) + (long)(random() * NanosecondsPerTick), _last + 1);
        }
    }

    // Some names, such as system:node, are none that an event may have.
    private static string Prefix(string regarding, int longest)
    {
        var name = string.Create(Math.Min(regarding.Length, longest), regarding, static (text, whole) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var letter = char.ToLowerInvariant(whole[i]);
                text[i] = char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '.' ? letter : '-';
            }
        });
        return string.Join('.', name.Split('.').Select(static part => part.Trim('-')).Where(static part => part.Length > 0));
    }
}
