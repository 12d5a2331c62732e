using System.Globalization;

namespace KubeController.Reconcilers.Bench;

internal sealed record BenchArguments(string Mode, string? Kubeconfig, int? Count, int Workers, int Seconds, int Rate, bool IsStampedByOthers, bool EndsWithInput)
{
    // Enough for the run of a slow machine, and an end for one that cannot end: a server that has gone, or objects that nobody made.
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);

    public static BenchArguments Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        int? Number(string name) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        return new(
            args.FirstOrDefault() ?? string.Empty,
            Value("--kubeconfig"),
            Number("--count"),
            Number("--workers") ?? 20,
            Number("--seconds") ?? 20,
            Number("--rate") ?? 100,
            args.Contains("--no-stamper"),
            args.Contains("--end-with-input"));
    }

    public static int Usage()
    {
        Console.Error.WriteLine("Usage: reconcile|seed [--count 2000] [--workers 20] [--kubeconfig FILE], latency|stamp [--seconds 20] [--rate 100] [--count 100] [--no-stamper] [--kubeconfig FILE]");
        return 2;
    }

    /// <summary>How many objects a mode is about where nobody says so.</summary>
    public int CountOr(int count) => Count ?? count;

    /// <summary>The arguments of another process that takes part in this run.</summary>
    public IEnumerable<string> ForProcess(string mode, string kubeconfig)
    {
        string[] others = IsStampedByOthers ? ["--no-stamper"] : [];
        return
        [
            mode, "--kubeconfig", kubeconfig, "--count", Text(CountOr(Mode == "reconcile" ? 2000 : 100)), "--workers", Text(Workers),
            "--seconds", Text(Seconds), "--rate", Text(Rate), "--end-with-input", .. others,
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
