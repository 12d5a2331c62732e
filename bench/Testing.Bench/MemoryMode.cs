namespace KubeController.Testing.Bench;

/// <summary>Heap for a stored object: with a history of one change, so that only the objects count, and with the default history.</summary>
internal static class MemoryMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        foreach (var size in arguments.Size == 1000 ? new[] { 100, 1000, 10_000 } : [arguments.Size])
        {
            await MeasureAsync("ConfigMap", Bodies.ConfigMaps, Bodies.ConfigMap, size, arguments.CountOr(5000));
            await MeasureAsync("Pod", Bodies.Pods, Bodies.Pod, size, arguments.CountOr(5000));
        }

        return 0;
    }

    private static async Task MeasureAsync(string kind, string path, Func<string, int, byte[]> body, int size, int count)
    {
        var (alone, _) = await HeapAsync(path, body, size, count, historySize: 1);
        var (withHistory, bytes) = await HeapAsync(path, body, size, count, historySize: 10_000);
        Measured.Print(new()
        {
            ["benchmark"] = "memory",
            ["kind"] = kind,
            ["objects"] = count,
            ["payloadBytes"] = size,
            ["jsonBytes"] = bytes,
            ["heapBytesPerObject"] = alone,
            ["heapBytesPerObjectWithHistory"] = withHistory,
        });
    }

    private static async Task<(long Heap, int JsonBytes)> HeapAsync(string path, Func<string, int, byte[]> body, int size, int count, int historySize)
    {
        await using var server = await ApiServer.StartAsync(new() { Listen = false, HistorySize = historySize, RequestHistorySize = 1 });
        using var client = ServerClient.Open(server, isHttps: false);
        var last = await ServerClient.CreateAsync(client, path, body(Bodies.NameOf("first", 0), size));
        var before = Measured.HeapAfterCollection();
        for (var i = 0; i < count; i++)
        {
            last = await ServerClient.CreateAsync(client, path, body(Bodies.NameOf("object", i), size));
        }

        return ((Measured.HeapAfterCollection() - before) / count, last.Length);
    }
}
