namespace KubeController.Reconcilers.Bench;

/// <summary>One status patch for each of so many objects, from the start of the host until the store shows the last of them as Done.</summary>
internal static class ReconcileMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        using var requests = new RequestCount();
        var board = new DoneBoard(arguments.CountOr(2000));
        var start = TimeProvider.System.GetTimestamp();
        using var host = OperatorHost.Build<DoneReconciler>(arguments, board);
        await host.StartAsync();
        var end = await EndAsync(board);
        await host.StopAsync();
        return Measured.Print(new()
        {
            ["benchmark"] = "reconcile",
            ["objects"] = board.Done,
            ["workers"] = arguments.Workers,
            ["seconds"] = Math.Round(TimeProvider.System.GetElapsedTime(start, end).TotalSeconds, 2),
            ["secondsOfProcess"] = Measured.SecondsSinceStart,
            ["cpuSeconds"] = Measured.CpuSeconds,
            ["rssMb"] = Measured.RssMb,
            ["peakRssMb"] = Measured.PeakRssMb,
            ["allocatedMb"] = Measured.AllocatedMb,
            ["jitSeconds"] = Measured.JitSeconds,
            ["reconciles"] = board.Reconciles,
            ["apiCalls"] = requests.Value,
        });
    }

    private static async Task<long> EndAsync(DoneBoard board)
    {
        try
        {
            return await board.All.WaitAsync(BenchArguments.Patience, TimeProvider.System);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"After {BenchArguments.Patience} {board.Done} objects are Done. Are there as many as --count says? 'seed' makes them.", error);
        }
    }
}
