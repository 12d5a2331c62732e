using System.Threading.Channels;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;

namespace KubeController.Informers.Tests;

/// <summary>Whatever happens to lists and watches, in any order: in the end the store is the server's, and no subscriber was ever told nonsense.</summary>
public sealed class InformerFaultTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task Run_EveryFaultInAnyOrder_EndsEqualToTheServer([Range(1, 40)] int seed, CancellationToken cancellationToken)
    {
        var time = new TestTime();
        var stalls = Channel.CreateUnbounded<bool>();
        using var server = new FaultyServer(seed, requests: 150, () => stalls.Writer.TryWrite(true));
        using var connection = new ApiConnection(new("http://server.test"), server, new() { MaxRetries = 0 });
        var informer = new Informer<V1ConfigMap>(
            new(connection, null, new() { PageSize = 3 }),
            new() { TimeProvider = time, Random = new Random(seed).NextDouble, MaxPendingChanges = seed % 2 == 0 ? 0 : 100, StreamingLists = seed % 3 != 0 });
        var view = new View(informer);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var passing = PassTimeAsync(time, stalls.Reader, stop.Token);
        var running = informer.RunAsync(stop.Token);

        await view.Complete.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        await running;
        await passing;

        var content = string.Join(' ', informer.Store.List().Select(item => $"{item.Metadata.Name}@{item.Metadata.ResourceVersion}").Order(StringComparer.Ordinal));
        Assert.That(content, Is.EqualTo(server.Content()));
        Assert.That(view.Faults, Is.Empty);
        Assert.That(server.Faults, Has.Count.GreaterThan(12), "Of more than twenty kinds.");
    }

    // One at a time: two threads that advance a FakeTimeProvider can leave a timer behind.
    private static async Task PassTimeAsync(TestTime time, ChannelReader<bool> stalls, CancellationToken cancellationToken)
    {
        try
        {
            var (delay, stall) = (time.NextDelayAsync(cancellationToken), stalls.WaitToReadAsync(cancellationToken).AsTask());
            while (true)
            {
                if (await Task.WhenAny(delay, stall) == delay)
                {
                    time.Advance(await delay);
                    delay = time.NextDelayAsync(cancellationToken);
                }
                else if (await stall && stalls.TryRead(out _))
                {
                    // Longer than any watch is asked to last.
                    time.Advance(TimeSpan.FromMinutes(11));
                    stall = stalls.WaitToReadAsync(cancellationToken).AsTask();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
