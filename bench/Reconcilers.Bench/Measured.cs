using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KubeController.Reconcilers.Bench;

/// <summary>What this process has used so far, and how a benchmark says so.</summary>
internal static class Measured
{
    public static double CpuSeconds => Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 2);

    public static double RssMb => Mb(Process.GetCurrentProcess().WorkingSet64);

    public static double PeakRssMb => Mb(Process.GetCurrentProcess().PeakWorkingSet64);

    public static double AllocatedMb => Mb(GC.GetTotalAllocatedBytes());

    public static double JitSeconds => Math.Round(System.Runtime.JitInfo.GetCompilationTime().TotalSeconds, 2);

    public static double SecondsSinceStart =>
        Math.Round((TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds, 2);

    /// <summary>The value that so many of the sorted ones are not above; zero where there are none.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double percent) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[(int)Math.Ceiling(sorted.Count * percent / 100) - 1], 3);

    public static int Print(JsonObject line)
    {
        Console.WriteLine(line.ToJsonString());
        return 0;
    }

    private static double Mb(long bytes) => Math.Round(bytes / 1e6, 1);
}
