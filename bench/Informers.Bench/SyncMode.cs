namespace KubeController.Informers.Bench;

/// <summary>From the start of the process to a full store.</summary>
internal static class SyncMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        using var connection = Measured.Connect(arguments);
        var informer = new Informer<Widget>(new(connection, arguments.Resource));
        using var stop = new CancellationTokenSource();
        var running = informer.RunAsync(stop.Token);
        await Measured.SyncAsync(informer);
        var (cpu, seconds, allocated, peak) = (Measured.CpuSeconds, Measured.SecondsSinceStart, Measured.AllocatedMb, Measured.PeakRssMb);
        var (jit, pause) = (System.Runtime.JitInfo.GetCompilationTime().TotalSeconds, GC.GetTotalPauseDuration().TotalSeconds);
        var heap = Measured.HeapAfterCollection();
        var objects = informer.Store.Count;
        await stop.CancelAsync();
        await running;
        return Measured.Print(new()
        {
            ["benchmark"] = "sync",
            ["objects"] = objects,
            ["seconds"] = Math.Round(seconds, 2),
            ["cpuSeconds"] = Math.Round(cpu, 2),
            ["heapMb"] = Measured.Mb(heap),
            ["allocatedMb"] = allocated,
            ["peakRssMb"] = peak,
            ["jitSeconds"] = Math.Round(jit, 2),
            ["gcPauseSeconds"] = Math.Round(pause, 2),
        });
    }
}
