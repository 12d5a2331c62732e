using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Bench;

/// <summary>So many watchers of one busy resource. Each must see every write, once and in the order of the revisions that the writers were told; otherwise the run fails.</summary>
internal static class WatchersMode
{
    private const int Writers = 4;
    private const int Objects = 100;
    private static readonly string[] Doors = ["in-process", "https"];

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        foreach (var door in Doors.Where(arguments.Includes))
        {
            await MeasureAsync(door, arguments.CountOr(1000), arguments.Events);
        }

        return 0;
    }

    private static async Task MeasureAsync(string door, int count, int events)
    {
        await using var server = await ApiServer.StartAsync(new() { Listen = door == "https" });
        using var writer = ServerClient.Open(server, isHttps: false);
        for (var i = 0; i < Objects; i++)
        {
            await ServerClient.CreateAsync(writer, Bodies.ConfigMaps, Bodies.ConfigMap(Bodies.NameOf("map", i), 256));
        }

        using var client = ServerClient.Open(server, door == "https");
        var list = JsonNode.Parse(await writer.GetStringAsync(new Uri($"{Bodies.ConfigMaps}?limit=1", UriKind.Relative)))!;
        var from = list["metadata"]!["resourceVersion"]!.GetValue<string>();
        var heap = Measured.HeapAfterCollection();
        var threads = Threads;
        var watchers = Enumerable.Range(0, count).Select(_ => new WatchReader(events)).ToList();
        await Parallel.ForEachAsync(watchers, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (watcher, _) =>
            await watcher.OpenAsync(client, $"{Bodies.ConfigMaps}?watch=1&resourceVersion={from}"));
        var reading = Task.WhenAll(watchers.Select(watcher => watcher.ReadAsync()));
        var idleHeap = Measured.HeapAfterCollection();
        var cpu = Measured.CpuSeconds;
        var start = Measured.Now;
        var written = await WriteAsync(writer, events);
        var writeSeconds = Measured.SecondsSince(start);
        await reading.WaitAsync(BenchArguments.Patience, TimeProvider.System);
        var seconds = Measured.SecondsSince(start);
        var whole = watchers.Count(watcher => watcher.Revisions.SequenceEqual(written));
        Measured.Print(new()
        {
            ["benchmark"] = "watchers",
            ["door"] = door,
            ["watchers"] = count,
            ["writes"] = events,
            ["watchersThatSawAllInOrder"] = whole,
            ["writesPerSecond"] = Math.Round(events / writeSeconds),
            ["deliveriesPerSecond"] = Math.Round((double)count * events / seconds),
            ["deliveredMbPerSecond"] = Math.Round(watchers.Sum(watcher => watcher.Bytes) / 1e6 / seconds, 1),
            ["cpuMicrosecondsPerDelivery"] = Math.Round((Measured.CpuSeconds - cpu) * 1e6 / count / events, 2),
            ["idleHeapKbPerWatcher"] = Math.Round((idleHeap - heap) / 1e3 / count, 1),
            ["threadsMore"] = Threads - threads,
            ["rssMb"] = Measured.RssMb,
        });
        watchers.ForEach(watcher => watcher.Dispose());
        if (whole != count)
        {
            throw new InvalidOperationException($"{count - whole} of {count} watchers did not see what was written, once and in order.");
        }
    }

    private static int Threads => Process.GetCurrentProcess().Threads.Count;

    private static async Task<long[]> WriteAsync(HttpClient client, int events)
    {
        var revisions = new long[events];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < events)
            {
                var answer = await ServerClient.PatchAsync(client, $"{Bodies.ConfigMaps}/{Bodies.NameOf("map", i % Objects)}", Bodies.ConfigMapPatch(i));
                revisions[i] = long.Parse(JsonNode.Parse(answer)!["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture);
            }
        })));
        Array.Sort(revisions);
        return revisions;
    }
}
