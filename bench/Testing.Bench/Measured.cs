using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Bench;

/// <summary>What this process has used so far, and how a benchmark says so.</summary>
internal static class Measured
{
    public static double CpuSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    public static double RssMb => Mb(Process.GetCurrentProcess().WorkingSet64);

    public static long Now => TimeProvider.System.GetTimestamp();

    public static double MillisecondsSince(long start) => TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;

    public static double SecondsSince(long start) => TimeProvider.System.GetElapsedTime(start).TotalSeconds;

    public static double Mb(long bytes) => Math.Round(bytes / 1e6, 1);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return Math.Round((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, 2);
    }

    public static long HeapAfterCollection()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    public static int Print(JsonObject line)
    {
        Console.WriteLine(line.ToJsonString());
        return 0;
    }
}
