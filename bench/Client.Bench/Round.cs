namespace KubeController.Client.Bench;

/// <summary>What one event cost in one round.</summary>
internal readonly record struct Round(double Nanoseconds, double Bytes)
{
    /// <summary>Runs a round; it says how many events it has read.</summary>
    public static async Task<Round> MeasureAsync(Func<Task<int>> read)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        var events = await read();
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        return new(elapsed.TotalNanoseconds / events, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)events);
    }

    public static Round MedianOf(IReadOnlyCollection<Round> rounds) => new(
        rounds.Select(round => round.Nanoseconds).Order().ElementAt(rounds.Count / 2),
        rounds.Select(round => round.Bytes).Order().ElementAt(rounds.Count / 2));
}
