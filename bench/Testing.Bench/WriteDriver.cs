using System.Text.Json.Nodes;

namespace KubeController.Testing.Bench;

/// <summary>Writes as fast as the answers come, so many at a time, one kind of write after the other. The first tenth of each warms.</summary>
internal static class WriteDriver
{
    public static async Task<JsonObject> RunAsync(HttpClient client, int count, int clients)
    {
        var configMaps = await RateAsync(count, clients, i => ServerClient.CreateAsync(client, Bodies.ConfigMaps, Bodies.ConfigMap(Bodies.NameOf("map", i), 256)));
        var patches = await RateAsync(count, clients, i => ServerClient.PatchAsync(client, $"{Bodies.ConfigMaps}/{Bodies.NameOf("map", i)}", Bodies.ConfigMapPatch(i)));
        var pods = await RateAsync(count, clients, i => ServerClient.CreateAsync(client, Bodies.Pods, Bodies.Pod(Bodies.NameOf("pod", i), 64)));
        var statuses = await RateAsync(count, clients, i => ServerClient.PatchAsync(client, $"{Bodies.Pods}/{Bodies.NameOf("pod", i)}/status", Bodies.PodStatusPatch(i)));
        return new()
        {
            ["configMapCreatesPerSecond"] = configMaps,
            ["configMapPatchesPerSecond"] = patches,
            ["podCreatesPerSecond"] = pods,
            ["podStatusPatchesPerSecond"] = statuses,
        };
    }

    private static async Task<double> RateAsync(int count, int clients, Func<int, Task> write)
    {
        await WriteAsync(0, count / 10, clients, write);
        var start = Measured.Now;
        await WriteAsync(count / 10, count, clients, write);
        return Math.Round((count - (count / 10)) / Measured.SecondsSince(start));
    }

    private static async Task WriteAsync(int from, int to, int clients, Func<int, Task> write)
    {
        var next = from - 1;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < to)
            {
                await write(i);
            }
        })));
    }
}
