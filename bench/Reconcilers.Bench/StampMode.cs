using System.Collections.Concurrent;
using KubeController.Client;

namespace KubeController.Reconcilers.Bench;

/// <summary>Patches <c>spec.stamp</c> of one object after the other, so many a second, whether the writes before are answered or not.</summary>
internal static class StampMode
{
    private const int WarmWrites = 500;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        using var connection = ApiConnection.FromKubeconfig(arguments.Kubeconfig);
        var client = new ResourceClient(connection);
        var count = arguments.CountOr(100);
        await WarmAsync(client, count);
        var times = new ConcurrentBag<double>();
        var writes = new List<Task>();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < arguments.Seconds * arguments.Rate; i++)
        {
            await WaitUntilAsync(start, TimeSpan.FromSeconds(i / (double)arguments.Rate));
            writes.Add(StampAsync(client, Widget.NameOf(i % count), times));
        }

        await Task.WhenAll(writes);
        var last = await StampAsync(client, Widget.NameOf(0), times);       // after all others: who has seen it, has seen them
        var sorted = times.Order().ToList();
        return Measured.Print(new()
        {
            ["benchmark"] = "stamp",
            ["writes"] = sorted.Count,
            ["seconds"] = Math.Round(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 2),
            ["writeP50Ms"] = Measured.Percentile(sorted, 50),
            ["writeP99Ms"] = Measured.Percentile(sorted, 99),
            ["writeMaxMs"] = Measured.Percentile(sorted, 100),
            ["last"] = last,
        });
    }

    /// <summary>One write after the other, none of them a stamp: what is compiled at the first write of a process, or waits for it, is no latency of the next thousand.</summary>
    private static async Task WarmAsync(ResourceClient client, int count)
    {
        for (var i = 0; i < WarmWrites; i++)
        {
            await client.PatchAsync<Widget>(Widget.NameOf(i % count), new MergePatch().Set($"warm-{i}", "spec", "payload"));
        }
    }

    private static async Task WaitUntilAsync(long start, TimeSpan due)
    {
        if (due - TimeProvider.System.GetElapsedTime(start) is { Ticks: > 0 } early)
        {
            await Task.Delay(early, TimeProvider.System);
        }
    }

    private static async Task<string> StampAsync(ResourceClient client, NamespacedName name, ConcurrentBag<double> times)
    {
        var stamp = Stamps.Now();
        var start = TimeProvider.System.GetTimestamp();
        await client.PatchAsync<Widget>(name, new MergePatch().Set(stamp, "spec", "stamp"));
        times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        return stamp;
    }
}
