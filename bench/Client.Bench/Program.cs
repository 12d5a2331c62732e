using System.Globalization;
using System.Text.Json;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Client.Bench;

// What a pod event costs from the wire to the object: this library's path against KubernetesClient's, in turn, in one process. Prints one JSON line.
// dotnet run -c Release --project bench/Client.Bench [-- EVENTS ROUNDS]
var events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
var body = WatchBody.Create(events);

using var connection = new ApiConnection(new Uri("http://bench.test/"), new ReplayHandler(body));
using var kubernetes = new Kubernetes(new KubernetesClientConfiguration { Host = "http://bench.test/" }, new ReplayHandler(body));
var ours = new List<Round>();
var theirs = new List<Round>();
for (var i = -2; i < rounds; i++)
{
    var our = await Round.MeasureAsync(ReadOursAsync);
    var their = await Round.MeasureAsync(ReadTheirsAsync);
    if (i >= 0)
    {
        ours.Add(our);
        theirs.Add(their);
    }
}

var (mine, peer) = (Round.MedianOf(ours), Round.MedianOf(theirs));
Console.WriteLine(JsonSerializer.Serialize(new
{
    benchmark = "pod watch frame, wire to object",
    events,
    rounds,
    frameBytes = body.Length / events,
    kubeController = new { nsPerEvent = Math.Round(mine.Nanoseconds), bytesPerEvent = Math.Round(mine.Bytes) },
    kubernetesClient = new { nsPerEvent = Math.Round(peer.Nanoseconds), bytesPerEvent = Math.Round(peer.Bytes) },
    timeRatio = Math.Round(mine.Nanoseconds / peer.Nanoseconds, 3),
    bytesRatio = Math.Round(mine.Bytes / peer.Bytes, 3),
}));

async Task<int> ReadOursAsync()
{
    var count = 0;
    await foreach (var frame in new ListWatch<V1Pod>(connection).WatchAsync())
    {
        count += frame.Object!.Metadata.Name.Length > 0 ? 1 : 0;
    }

    return count;
}

async Task<int> ReadTheirsAsync()
{
    var count = 0;
    await foreach (var (_, pod) in kubernetes.CoreV1.WatchListPodForAllNamespacesAsync())
    {
        count += pod.Metadata.Name.Length > 0 ? 1 : 0;
    }

    return count;
}
