using System.Text.Json;

namespace KubeController.WorkQueues.Bench;

/// <summary>Many keys for later: how long adding takes, what one costs while it waits, and how late it comes.</summary>
internal static class DelayedRun
{
    private const int AddsAStart = 100;

    public static async Task RunAsync(int count, int consumers)
    {
        var random = new Random(42);
        var keys = Enumerable.Range(0, count).Select(key => $"namespace-{key % 50}/object-{key}").ToArray();

        // Far enough off that all are in before the first is due, and in no order.
        var delays = keys.Select(_ => TimeSpan.FromMilliseconds(2_000 + (random.NextDouble() * 2_000))).ToArray();
        // Once before, so that what is measured is the queue and not the compiler.
        await AddAsync(keys, delays);

        var (seconds, bytes, lateness) = await MeasureAsync(keys, delays, consumers);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "delayed",
            count,
            addSeconds = Math.Round(seconds, 4),
            bytesPerItem = Math.Round(bytes / (double)count, 1),
            latenessP50Ms = Math.Round(lateness[count / 2], 2),
            latenessP99Ms = Math.Round(lateness[(int)(count * 0.99)], 2),
            latenessMaxMs = Math.Round(lateness[^1], 2),
        }));
    }

    private static async Task AddAsync(string[] keys, TimeSpan[] delays)
    {
        await using var queue = new WorkQueue<string>();
        for (var i = 0; i < keys.Length; i++)
        {
            queue.AddAfter(keys[i], delays[i]);
        }
    }

    private static async Task<(double Seconds, long Bytes, double[] Lateness)> MeasureAsync(string[] keys, TimeSpan[] delays, int consumers)
    {
        await using var queue = new WorkQueue<string>();
        var dues = keys.ToDictionary(key => key, _ => 0L);
        var lateness = new double[keys.Length];

        // The clock is read for some of the adds only, so that it is not the clock that is measured; those between are due no sooner than it says.
        var starts = new long[(keys.Length / AddsAStart) + 1];
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < keys.Length; i++)
        {
            if (i % AddsAStart == 0)
            {
                starts[i / AddsAStart] = TimeProvider.System.GetTimestamp();
            }

            queue.AddAfter(keys[i], delays[i]);
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - memory;
        for (var i = 0; i < keys.Length; i++)
        {
            dues[keys[i]] = starts[i / AddsAStart] + (long)(delays[i].TotalSeconds * TimeProvider.System.TimestampFrequency);
        }

        var taken = 0;
        var done = new TaskCompletionSource();
        var loops = Enumerable.Range(0, consumers).Select(_ => Task.Run(ConsumeAsync)).ToList();
        await done.Task;
        queue.ShutDown();
        await Task.WhenAll(loops);
        Array.Sort(lateness);
        return (seconds, bytes, lateness);

        async Task ConsumeAsync()
        {
            await foreach (var item in queue.TakeAllAsync())
            {
                var late = TimeProvider.System.GetElapsedTime(dues[item.Key]).TotalMilliseconds;
                item.Succeed();
                var index = Interlocked.Increment(ref taken) - 1;
                lateness[index] = late;
                if (index == lateness.Length - 1)
                {
                    done.SetResult();
                }
            }
        }
    }
}
