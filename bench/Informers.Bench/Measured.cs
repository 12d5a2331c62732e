using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Bench;

/// <summary>What this process has used so far, and how a benchmark says so.</summary>
internal static class Measured
{
    public static double CpuSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    public static double SecondsSinceStart => (TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds;

    public static double PeakRssMb => Mb(Process.GetCurrentProcess().PeakWorkingSet64);

    public static double AllocatedMb => Mb(GC.GetTotalAllocatedBytes(precise: true));

    public static long Rss => Process.GetCurrentProcess().WorkingSet64;

    public static double Mb(long bytes) => Math.Round(bytes / 1e6, 1);

    public static long HeapAfterCollection()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    public static ApiConnection Connect(BenchArguments arguments) =>
        ApiConnection.FromKubeconfig(arguments.Kubeconfig);

    /// <summary>Waits for the first list; should it not come, says why.</summary>
    public static async Task SyncAsync<T>(Informer<T> informer)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        try
        {
            await informer.WaitForSyncAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(informer.State.ToString(), informer.State.LastError);
        }
    }

    public static int Print(JsonObject line)
    {
        Console.WriteLine(line.ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
        return 0;
    }
}
