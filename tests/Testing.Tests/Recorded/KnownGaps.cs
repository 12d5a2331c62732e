namespace KubeController.Testing.Tests.Recorded;

/// <summary>The steps that the server does not answer as recorded, each with the reason: lines of "story/step: reason".</summary>
internal static class KnownGaps
{
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    public static string? Reason(string story, string step) => All.GetValueOrDefault($"{story}/{step}");

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(KnownGaps).Assembly.GetManifestResourceStream("KubeController.Testing.Tests.Recorded.KnownGaps.txt")!;
        using var reader = new StreamReader(stream);
        var gaps = new Dictionary<string, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                gaps.Add(line[..colon], line[(colon + 2)..]);
            }
        }

        return gaps;
    }
}
