namespace KubeController.WorkQueues.Bench;

/// <summary>What a round of adds cost, until the last of them was delivered.</summary>
internal readonly record struct Round(double NsPerAdd, double BytesPerAdd, long Delivered)
{
    /// <summary>Runs a round; it says how many keys were delivered.</summary>
    public static async Task<Round> MeasureAsync(int adds, Func<Task<long>> run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        var delivered = await run();
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        return new(elapsed.TotalNanoseconds / adds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)adds, delivered);
    }

    /// <summary>Returns the round in the middle by time.</summary>
    public static Round MedianOf(IReadOnlyCollection<Round> rounds) => rounds.OrderBy(round => round.NsPerAdd).ElementAt(rounds.Count / 2);
}
