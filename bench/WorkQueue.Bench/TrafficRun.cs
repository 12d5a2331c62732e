using System.Text.Json;

namespace KubeController.WorkQueues.Bench;

/// <summary>Rounds of the queue and of the channel in turn, and their medians.</summary>
internal static class TrafficRun
{
    public static async Task RunAsync(string mode, Traffic traffic, int rounds)
    {
        await using var queue = new QueueUnderTraffic(traffic);
        await using var channel = new ChannelUnderTraffic(traffic);
        var cold = await Round.MeasureAsync(traffic.Adds, queue.RunAsync);
        await channel.RunAsync();
        var ours = new List<Round>();
        var theirs = new List<Round>();
        for (var i = 0; i < rounds; i++)
        {
            ours.Add(await Round.MeasureAsync(traffic.Adds, queue.RunAsync));
            theirs.Add(await Round.MeasureAsync(traffic.Adds, channel.RunAsync));
        }

        var (ourMedian, theirMedian) = (Round.MedianOf(ours), Round.MedianOf(theirs));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = mode,
            adds = traffic.Adds,
            keys = traffic.Keys,
            producers = traffic.Producers,
            consumers = traffic.Consumers,
            rounds,
            nsPerAdd = Math.Round(ourMedian.NsPerAdd, 1),
            delivered = ourMedian.Delivered,
            bytesPerAdd = Math.Round(ourMedian.BytesPerAdd, 3),
            channelNsPerAdd = Math.Round(theirMedian.NsPerAdd, 1),
            ratio = Math.Round(ourMedian.NsPerAdd / theirMedian.NsPerAdd, 2),
            coldNsPerAdd = Math.Round(cold.NsPerAdd, 1),
            coldBytesPerAdd = Math.Round(cold.BytesPerAdd, 1),
        }));
    }
}
