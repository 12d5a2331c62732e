using KubeController.Testing;

namespace KubeController.Reconcilers.Bench;

/// <summary>The embedded server, until its standard input ends: with the process that started it, however that ends.</summary>
internal static class ServeMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        await using var server = await ApiServer.StartAsync(new() { GarbageCollection = false, HistorySize = 1_000_000, RequestHistorySize = 1 });
        await server.WriteKubeconfigAsync(arguments.Kubeconfig!);
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
