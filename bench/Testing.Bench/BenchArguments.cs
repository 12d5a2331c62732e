using System.Globalization;

namespace KubeController.Testing.Bench;

internal sealed record BenchArguments(string Mode, int? Count, int Clients, int Size, int Events, string Door, Uri? Url)
{
    /// <summary>Enough for the run of a slow machine, and an end for one that cannot end.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);

    public static BenchArguments Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        int? Number(string name) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        return new(
            args.FirstOrDefault() ?? string.Empty,
            Number("--count"),
            Number("--clients") ?? 16,
            Number("--size") ?? 1000,
            Number("--events") ?? 2000,
            Value("--door") ?? "both",
            Value("--url") is { } url ? new Uri(url) : null);
    }

    public static int Usage()
    {
        Console.Error.WriteLine("Usage: start|stop [--count N], writes [--count 20000] [--clients 16] [--door in-process|https], watchers [--count 1000] [--events 2000] [--door in-process|https], memory [--count 10000] [--size 1000]");
        return 2;
    }

    /// <summary>How many a mode is about where nobody says so.</summary>
    public int CountOr(int count) => Count ?? count;

    /// <summary>Whether a door is to be measured.</summary>
    public bool Includes(string door) => Door == "both" || Door == door;
}
