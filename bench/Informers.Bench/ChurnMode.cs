using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Bench;

/// <summary>What a watch event costs, from the wire to the store.</summary>
internal static class ChurnMode
{
    private const int PodEvents = 200_000;
    private const int LiveEvents = 20_000;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var compact = await PodsAsync(StorageMode.Compact);
        var objects = await PodsAsync(StorageMode.Objects);
        return Measured.Print(new()
        {
            ["benchmark"] = "churn",
            ["podReplayed"] = compact,
            ["podReplayedObjects"] = objects,
            ["live"] = await LiveAsync(arguments),
        });
    }

    /// <summary>Pods of 3.8 KB from memory: no socket, no server, no other process.</summary>
    private static async Task<JsonObject> PodsAsync(StorageMode mode)
    {
        using var resource = new StreamReader(typeof(ChurnMode).Assembly.GetManifestResourceStream("pod.json")!);
        var pod = (await resource.ReadToEndAsync()).TrimEnd();
        var pods = Enumerable.Range(10_000, 1_000).Select(i => pod.Replace("NNNNN", $"{i}", StringComparison.Ordinal).Replace("RRRRR", "RRRRRRRRRR", StringComparison.Ordinal)).ToList();
        await using var store = new ReplayedStore<V1Pod>(ResourceType.Of<V1Pod>(), pods, PodEvents, options => options.StorageMode = mode);
        await UntilAsync(() => store.Events >= PodEvents / 4);      // warm
        var (events, cpu, allocated, start) = (store.Events, Measured.CpuSeconds, GC.GetTotalAllocatedBytes(), TimeProvider.System.GetTimestamp());
        await UntilAsync(() => store.Events == PodEvents);
        var told = PodEvents - events;
        return new()
        {
            ["eventBytes"] = pods[0].Length,
            ["eventsPerSecond"] = Math.Round(told / TimeProvider.System.GetElapsedTime(start).TotalSeconds),
            ["cpuMicrosecondsPerEvent"] = Math.Round((Measured.CpuSeconds - cpu) * 1e6 / told, 2),
            ["allocatedPerEvent"] = (GC.GetTotalAllocatedBytes() - allocated) / told,
        };
    }

    /// <summary>Widgets that another process patches on the server.</summary>
    private static async Task<JsonObject> LiveAsync(BenchArguments arguments)
    {
        using var connection = Measured.Connect(arguments);
        var informer = new Informer<Widget>(new(connection, arguments.Resource));
        long seen = 0;
        await using var subscription = informer.Subscribe(change => Interlocked.Add(ref seen, change.Origin is ChangeOrigin.Watch ? 1 : 0));
        using var stop = new CancellationTokenSource();
        var running = informer.RunAsync(stop.Token);
        await Measured.SyncAsync(informer);
        using var writer = OwnServer.Start("write", arguments with { Count = LiveEvents }, arguments.Kubeconfig!, isServer: false);
        await UntilAsync(() => Interlocked.Read(ref seen) >= LiveEvents / 4);
        var (events, cpu, allocated, start) = (Interlocked.Read(ref seen), Measured.CpuSeconds, GC.GetTotalAllocatedBytes(), TimeProvider.System.GetTimestamp());
        await UntilAsync(() => Interlocked.Read(ref seen) >= LiveEvents);
        var told = Interlocked.Read(ref seen) - events;
        var line = new JsonObject
        {
            ["eventsPerSecond"] = Math.Round(told / TimeProvider.System.GetElapsedTime(start).TotalSeconds),
            ["cpuMicrosecondsPerEvent"] = Math.Round((Measured.CpuSeconds - cpu) * 1e6 / told, 2),
            ["allocatedPerEvent"] = (GC.GetTotalAllocatedBytes() - allocated) / told,
        };
        await writer.WaitForExitAsync();
        await stop.CancelAsync();
        await running;
        return line;
    }

    private static async Task UntilAsync(Func<bool> fact)
    {
        while (!fact())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }
}
