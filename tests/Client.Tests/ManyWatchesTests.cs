using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests;

[CancelAfter(60_000)]
public sealed class ManyWatchesTests
{
    /// <summary>The embedded server takes 1000 streams on a connection.</summary>
    private const int Watches = 1100;

    [Test]
    public async Task OpenWatchAsync_MoreThanOneConnectionTakes_AllAreOpen(CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(overTheNetwork: true);
        var maps = new ListWatch<V1ConfigMap>(server.Connection, options: new() { Namespace = "default" });
        var watches = await Task.WhenAll(Enumerable.Range(0, Watches).Select(_ => maps.OpenWatchAsync(cancellationToken: cancellationToken)));
        await server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        var seen = await Task.WhenAll(watches.Select(watch => SeesAsync(watch, "a", cancellationToken)));
        Assert.That(seen, Has.Exactly(Watches).True);
    }

    private static async Task<bool> SeesAsync(WatchStream<V1ConfigMap> watch, string name, CancellationToken cancellationToken)
    {
        await using (watch)
        {
            await foreach (var frame in watch.ReadAllAsync(cancellationToken))
            {
                if (frame.Object?.Metadata.Name == name)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
