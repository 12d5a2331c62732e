using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace KubeController.Informers.Bench;

/// <summary>Reads while events come; and what readers that never pause cost the one writer.</summary>
internal static partial class ReadMode
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var widgets = Enumerable.Range(0, arguments.Count).Select(i => Widget.StoredJsonOf(i, 0).Replace("\"0000000000\"", "\"RRRRRRRRRR\"", StringComparison.Ordinal)).ToList();
        var rounds = new JsonArray();
        foreach (var mode in new[] { StorageMode.Compact, StorageMode.Objects })
        {
            await using var store = new ReplayedStore<Widget>(arguments.Resource, widgets, long.MaxValue, options => options.StorageMode = mode);
            store.Informer.Store.AddLabelIndex("tier");
            await Measured.SyncAsync(store.Informer);
            await MeasureAsync(store, 0, isConfined: false);        // warm
            foreach (var (readers, isConfined) in new[] { (0, false), (1, true), (10, true), (1, false), (10, false) })
            {
                var line = await MeasureAsync(store, readers, isConfined);
                line["storage"] = mode.ToString();
                rounds.Add(line);
            }
        }

        return Measured.Print(new() { ["benchmark"] = "read", ["objects"] = arguments.Count, ["cores"] = Environment.ProcessorCount, ["rounds"] = rounds });
    }

    private static async Task<JsonObject> MeasureAsync(ReplayedStore<Widget> store, int readers, bool isConfined)
    {
        using var stop = new CancellationTokenSource();
        long gets = 0, lists = 0;
        double readerCpu = 0;
        var adding = new Lock();
        var threads = Enumerable.Range(1, readers).Select(seed => new Thread(() =>
        {
            if (isConfined)
            {
                _ = SetAffinity(0, 8, 1UL << (Environment.ProcessorCount - 1));
            }

            var counted = Read(store.Informer.Store, new Random(seed), stop.Token);
            lock (adding)
            {
                (gets, lists, readerCpu) = (gets + counted.Gets, lists + counted.Lists, readerCpu + ThreadCpuSeconds());
            }
        })).ToList();
        var (events, cpu, start) = (store.Events, Measured.CpuSeconds, TimeProvider.System.GetTimestamp());
        threads.ForEach(thread => thread.Start());
        await Task.Delay(Round, TimeProvider.System);
        var (written, seconds, spent) = (store.Events - events, TimeProvider.System.GetElapsedTime(start).TotalSeconds, Measured.CpuSeconds - cpu);
        await stop.CancelAsync();
        threads.ForEach(thread => thread.Join());
        return new()
        {
            ["readers"] = readers,
            ["readersOnOneCore"] = isConfined,
            ["writesPerSecond"] = Math.Round(written / seconds),
            ["writesPerCpuSecond"] = Math.Round(written / Math.Max(0.001, spent - readerCpu)),
            ["getsPerSecond"] = Math.Round(gets / seconds),
            ["indexedListsPerSecond"] = Math.Round(lists / seconds),
        };
    }

    /// <summary>Ninety-nine gets, then a page of 20 of an index, without pause.</summary>
    private static (long Gets, long Lists) Read(Store<Widget> store, Random random, CancellationToken stop)
    {
        long gets = 0, lists = 0;
        var query = new StoreQuery { Labels = LabelSelector.Parse("tier=t3"), Limit = 20 };
        while (!stop.IsCancellationRequested)
        {
            for (var i = 0; i < 99; i++)
            {
                var at = random.Next(store.Count);
                gets += store.TryGet(new($"team-{at % 20:D2}", Widget.NameOf(at)), out _) ? 1 : 0;
            }

            lists += store.List(query).Items.Count > 0 ? 1 : 0;
        }

        return (gets, lists);
    }

    private static double ThreadCpuSeconds() => ReadClock(3, out var time) == 0 ? time.Seconds + (time.Nanoseconds / 1e9) : 0;    // CLOCK_THREAD_CPUTIME_ID

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint size, in ulong mask);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
