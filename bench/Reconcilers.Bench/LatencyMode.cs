using System.Text.Json.Nodes;
using KubeController.Informers;
using Microsoft.Extensions.DependencyInjection;

namespace KubeController.Reconcilers.Bench;

/// <summary>From the patch of another process to the start of the reconcile that it causes, beside what the patch itself took.</summary>
internal static class LatencyMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var board = new StampBoard();
        using var host = OperatorHost.Build<StampReconciler>(arguments, board);
        await host.StartAsync();
        await host.Services.GetRequiredService<Informer<Widget>>().WaitForSyncAsync().WaitAsync(BenchArguments.Patience, TimeProvider.System);
        var writes = arguments.IsStampedByOthers ? await ListenAsync(arguments) : await StampAsync(arguments, board);
        await host.StopAsync();
        var sorted = board.Sorted;
        return Measured.Print(new()
        {
            ["benchmark"] = "latency",
            ["samples"] = sorted.Count,
            ["p50Ms"] = Measured.Percentile(sorted, 50),
            ["p99Ms"] = Measured.Percentile(sorted, 99),
            ["maxMs"] = Measured.Percentile(sorted, 100),
            ["writes"] = writes["writes"]?.DeepClone(),
            ["writeP50Ms"] = writes["writeP50Ms"]?.DeepClone(),
            ["writeP99Ms"] = writes["writeP99Ms"]?.DeepClone(),
            ["writeMaxMs"] = writes["writeMaxMs"]?.DeepClone(),
            ["cpuSeconds"] = Measured.CpuSeconds,
            ["rssMb"] = Measured.RssMb,
        });
    }

    private static async Task<JsonObject> StampAsync(BenchArguments arguments, StampBoard board)
    {
        var writes = JsonNode.Parse(await OwnProcess.RunAsync("stamp", arguments, arguments.Kubeconfig!))!.AsObject();
        await board.SeenAsync(writes["last"]!.GetValue<string>());
        return writes;
    }

    /// <summary>Whoever stamps, and how long its writes take, is not known here.</summary>
    private static async Task<JsonObject> ListenAsync(BenchArguments arguments)
    {
        await Task.Delay(TimeSpan.FromSeconds(arguments.Seconds), TimeProvider.System);
        return [];
    }
}
