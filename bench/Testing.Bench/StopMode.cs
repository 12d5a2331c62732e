using System.Diagnostics;
using System.Net.NetworkInformation;

namespace KubeController.Testing.Bench;

/// <summary>What servers leave behind that were started, asked, and stopped. One is before the count: what a process has once is no leak.</summary>
internal static class StopMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var count = arguments.CountOr(50);
        await OnceAsync();
        var before = Left();
        var stopped = new List<double>();
        var ports = new HashSet<int>();
        for (var i = 0; i < count; i++)
        {
            var (port, stopMs) = await OnceAsync();
            ports.Add(port);
            stopped.Add(stopMs);
        }

        var after = Left();
        return Measured.Print(new()
        {
            ["benchmark"] = "stop",
            ["servers"] = count,
            ["medianStopMs"] = Measured.Median(stopped),
            ["maxStopMs"] = Math.Round(stopped.Max(), 2),
            ["threadsOutsideThePool"] = $"{before.Threads} before, {after.Threads} after",
            ["openFiles"] = $"{before.Handles} before, {after.Handles} after",
            ["temporaryFiles"] = $"{before.Files} before, {after.Files} after",
            ["portsStillListening"] = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Count(end => ports.Contains(end.Port)),
            ["heapMb"] = $"{before.HeapMb} before, {after.HeapMb} after",
        });
    }

    private static async Task<(int Port, double StopMs)> OnceAsync()
    {
        var server = await ApiServer.StartAsync();
        using var client = ServerClient.Open(server, isHttps: true);
        await ServerClient.CreateAsync(client, Bodies.ConfigMaps, Bodies.ConfigMap("one", 100));
        using var watch = new WatchReader(1);
        await watch.OpenAsync(client, $"{Bodies.ConfigMaps}?watch=1");
        await watch.ReadAsync();
        var start = Measured.Now;
        await server.DisposeAsync();
        return (server.Url.Port, Measured.MillisecondsSince(start));
    }

    private static (int Threads, int Handles, int Files, double HeapMb) Left()
    {
        var heap = Measured.Mb(Measured.HeapAfterCollection());
        using var process = Process.GetCurrentProcess();
        return (process.Threads.Count - ThreadPool.ThreadCount, process.HandleCount, Directory.GetFileSystemEntries(Path.GetTempPath()).Length, heap);
    }
}
