using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace KubeController.Informers.Bench;

/// <summary>Reads while events come; and what readers that never pause cost the one writer.</summary>
internal static partial class ReadMode
{
    private static readonly StoreQuery Page = new() { Labels = LabelSelector.Parse("tier=t3"), Limit = 20 };

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
            await MeasureAsync(store, 0, areThreads: false);        // warm
            foreach (var (readers, areThreads) in new[] { (0, false), (1, false), (10, false), (1, true), (10, true) })
            {
                var line = await MeasureAsync(store, readers, areThreads);
                line["storage"] = mode.ToString();
                rounds.Add(line);
            }
        }

        return Measured.Print(new() { ["benchmark"] = "read", ["objects"] = arguments.Count, ["cores"] = Environment.ProcessorCount, ["rounds"] = rounds });
    }

    /// <summary>
    /// Tasks read as reconcilers do, on the thread pool. Threads of their own, more than there are cores, take the writer's core away as well: then the speed for
    /// each second of CPU that it got says what the store is accountable for.
    /// </summary>
    private static async Task<JsonObject> MeasureAsync(ReplayedStore<Widget> store, int readers, bool areThreads)
    {
        using var stop = new CancellationTokenSource();
        var counts = new ReadCounts();
        var (events, cpu, start) = (store.Events, Measured.CpuSeconds, TimeProvider.System.GetTimestamp());
        var reading = Enumerable.Range(1, readers).Select(seed => areThreads
            ? Task.Factory.StartNew(() => ReadOnThread(store.Informer.Store, new Random(seed), counts, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.Run(() => ReadOnPoolAsync(store.Informer.Store, new Random(seed), counts, stop.Token), CancellationToken.None)).ToList();
        await Task.Delay(Round, TimeProvider.System);
        var (written, seconds, spent) = (store.Events - events, TimeProvider.System.GetElapsedTime(start).TotalSeconds, Measured.CpuSeconds - cpu);
        await stop.CancelAsync();
        await Task.WhenAll(reading);
        return new()
        {
            ["readers"] = readers,
            ["on"] = areThreads ? "threads" : "pool",
            ["writesPerSecond"] = Math.Round(written / seconds),
            ["writesPerWriterCpuSecond"] = Math.Round(written / Math.Max(0.001, spent - counts.CpuSeconds)),
            ["getsPerSecond"] = Math.Round(counts.Gets / seconds),
            ["indexedListsPerSecond"] = Math.Round(counts.Lists / seconds),
        };
    }

    private static void ReadOnThread(Store<Widget> store, Random random, ReadCounts counts, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            ReadSome(store, random, counts);
        }
    }

    private static async Task ReadOnPoolAsync(Store<Widget> store, Random random, ReadCounts counts, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            ReadSome(store, random, counts);
            await Task.Yield();
        }
    }

    /// <summary>Ninety-nine gets, then a page of 20 of an index.</summary>
    private static void ReadSome(Store<Widget> store, Random random, ReadCounts counts)
    {
        var before = ThreadCpuSeconds();
        var gets = 0;
        for (var i = 0; i < 99; i++)
        {
            var at = random.Next(store.Count);
            gets += store.TryGet(new($"team-{at % 20:D2}", Widget.NameOf(at)), out _) ? 1 : 0;
        }

        counts.Add(gets, store.List(Page).Items.Count > 0 ? 1 : 0, ThreadCpuSeconds() - before);
    }

    private static double ThreadCpuSeconds() => ReadClock(3, out var time) == 0 ? time.Seconds + (time.Nanoseconds / 1e9) : 0;    // CLOCK_THREAD_CPUTIME_ID

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
