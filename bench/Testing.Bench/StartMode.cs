namespace KubeController.Testing.Bench;

/// <summary>From the call to a server that answers. The first of a process is told apart: it compiles.</summary>
internal static class StartMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        await MeasureAsync("in-process", new() { Listen = false }, arguments.CountOr(20));
        await MeasureAsync("http", new() { Tls = false }, arguments.CountOr(20));
        return await MeasureAsync("https", new(), arguments.CountOr(20));
    }

    private static async Task<int> MeasureAsync(string door, ApiServerOptions options, int count)
    {
        var first = await OnceAsync(options);
        var others = new List<(double Started, double Answered)>();
        for (var i = 0; i < count; i++)
        {
            others.Add(await OnceAsync(options));
        }

        return Measured.Print(new()
        {
            ["benchmark"] = "start",
            ["door"] = door,
            ["servers"] = count,
            ["medianMs"] = Measured.Median(others.Select(times => times.Started)),
            ["maxMs"] = Math.Round(others.Max(times => times.Started), 2),
            ["medianToFirstAnswerMs"] = Measured.Median(others.Select(times => times.Answered)),
            ["firstOfProcessMs"] = Math.Round(first.Started, 1),
            ["targetMs"] = 100,
        });
    }

    private static async Task<(double Started, double Answered)> OnceAsync(ApiServerOptions options)
    {
        var start = Measured.Now;
        await using var server = await ApiServer.StartAsync(options);
        var started = Measured.MillisecondsSince(start);
        using var client = options is { Listen: true, Tls: false } ? Plain(server) : ServerClient.Open(server, options.Listen);
        await client.GetByteArrayAsync(new Uri("api/v1/namespaces", UriKind.Relative));
        return (started, Measured.MillisecondsSince(start));
    }

    private static HttpClient Plain(ApiServer server)
    {
        var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        return client;
    }
}
