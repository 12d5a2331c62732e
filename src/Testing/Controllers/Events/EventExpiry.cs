using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Controllers.Events;

/// <summary>Removes an event an hour after its last write. A real server writes events under an etcd lease of that length; watchers see a DELETED.</summary>
internal sealed class EventExpiry(ControllerClient client, Cluster cluster) : IController
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // The last seen state of each living event, by uid. Only the loop touches it.
    private readonly Dictionary<string, StoredObject> _living = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Both groups of events are one table, so following one sees all.
        var feed = new ChangeFeed(cluster, definition => definition.GroupResource == "events");
        using var due = new DueTimes(cluster.Time);
        var changes = feed.NextAsync(cancellationToken);
        while (true)
        {
            await Task.WhenAny(changes, due.WaitAsync());
            var now = cluster.Time.GetUtcNow();
            if (changes.IsCompleted)
            {
                Observe(await changes, due, now);
                changes = feed.NextAsync(cancellationToken);
            }

            foreach (var uid in due.TakeDue(now))
            {
                if (!await RemoveAsync(_living[uid], uid, cancellationToken))
                {
                    due.Set(uid, now + RetryDelay);
                }
            }
        }
    }

    private void Observe(IReadOnlyList<ObjectChange> changes, DueTimes due, DateTimeOffset now)
    {
        foreach (var (item, isDeletion) in changes)
        {
            var uid = item.Metadata["uid"]!.GetValue<string>();
            if (isDeletion)
            {
                _living.Remove(uid);
                due.Set(uid, due: null);
            }
            else
            {
                _living[uid] = item;
                due.Set(uid, now + TimeToLive);
            }
        }
    }

    private async Task<bool> RemoveAsync(StoredObject item, string uid, CancellationToken cancellationToken)
    {
        // 409: it was written again meanwhile. That write is yet to be observed, and puts its hour off.
        var options = new JsonObject
        {
            ["kind"] = "DeleteOptions",
            ["apiVersion"] = "v1",
            ["preconditions"] = new JsonObject { ["uid"] = uid, ["resourceVersion"] = item.Revision.ToString(CultureInfo.InvariantCulture) },
        };
        var answer = await client.SendAsync("DELETE", $"/api/v1/namespaces/{item.Namespace}/events/{item.Name}", options, cancellationToken);
        return answer.IsSuccess || answer.Code is 404 or 409;
    }
}
