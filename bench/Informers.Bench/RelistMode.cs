using k8s;
using KubeController.Client;

namespace KubeController.Informers.Bench;

/// <summary>What is on the heap at most, garbage included, while everything is listed again.</summary>
internal static class RelistMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(arguments.Kubeconfig);
        using var handler = new ExpiringHandler(configuration);
        using var connection = new ApiConnection(new(configuration.Host), handler);
        var informer = new Informer<Widget>(new(connection, arguments.Resource), new() { RetryDelay = TimeSpan.FromMilliseconds(50), StreamingLists = false });
        using var stop = new CancellationTokenSource();
        var running = informer.RunAsync(stop.Token);
        await Measured.SyncAsync(informer);
        var steady = Measured.HeapAfterCollection();
        var steadyRss = Measured.Rss;
        var relists = informer.State.Relists;
        long highest = 0, highestRss = 0;
        await handler.ExpireAsync();
        while (informer.State.Relists == relists)
        {
            highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
            highestRss = Math.Max(highestRss, Measured.Rss);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        var after = Measured.HeapAfterCollection();
        await stop.CancelAsync();
        await running;
        return Measured.Print(new()
        {
            ["benchmark"] = "relist",
            ["objects"] = informer.Store.Count,
            ["steadyMb"] = Measured.Mb(steady),
            ["peakMb"] = Measured.Mb(highest),
            ["peakOverSteady"] = Math.Round(highest / (double)steady, 3),
            ["afterMb"] = Measured.Mb(after),
            ["steadyRssMb"] = Measured.Mb(steadyRss),
            ["peakRssMb"] = Measured.Mb(highestRss),
        });
    }
}
