using KubeController.Testing.Resources;

namespace KubeController.Testing.Controllers.Garbage;

/// <summary>Deletes objects whose owners are gone, and completes foreground and orphan deletions.</summary>
internal sealed class GarbageCollector(ControllerClient client, Cluster cluster) : IController
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly GarbageGraph _graph = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Events are many, own nothing and are owned by nothing.
        var feed = new ChangeFeed(cluster, definition => definition.Kind != "Event" && definition.Offers("delete"));
        var worker = new GarbageWorker(client, cluster, _graph);
        var changes = feed.NextAsync(cancellationToken);
        var again = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            await Task.WhenAny(again.Count == 0 ? [changes] : [changes, Task.Delay(RetryDelay, cluster.Time, cancellationToken)]);
            var touched = again;
            if (changes.IsCompleted)
            {
                touched.UnionWith((await changes).SelectMany(_graph.Apply));
                changes = feed.NextAsync(cancellationToken);
            }

            again = [.. await RoundAsync(worker, touched, cancellationToken)];
        }
    }

    /// <returns>The uids that have to be tried again.</returns>
    private async Task<IEnumerable<string>> RoundAsync(GarbageWorker worker, HashSet<string> uids, CancellationToken cancellationToken)
    {
        var nodes = uids.Select(_graph.Find).OfType<GarbageNode>().ToList();
        var done = await Task.WhenAll(nodes.Select(node => worker.ProcessAsync(node, cancellationToken)));
        return nodes.Where((_, i) => !done[i]).Select(node => node.Uid);
    }
}
