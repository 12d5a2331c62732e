using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>Plays scheduler and kubelet: follows the pods, takes each through its life, and writes what a node would report.</summary>
internal sealed class PodRunner(ControllerClient client, Cluster cluster, PodRunnerOptions options) : IController
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    // The pods that the runner plays, by uid. Only the loop touches it.
    private readonly Dictionary<string, PodMachine> _machines = new(StringComparer.Ordinal);
    private readonly PodPlaces _places = new(options.Nodes);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var feed = new ChangeFeed(cluster, definition => definition.GroupResource == "pods");
        using var schedule = new DueTimes(cluster.Time);
        await _places.CreateNodesAsync(client, cluster.Time.GetUtcNow(), cancellationToken);
        var changes = feed.NextAsync(cancellationToken);
        while (true)
        {
            await Task.WhenAny(changes, schedule.WaitAsync());
            var now = cluster.Time.GetUtcNow();
            var touched = new HashSet<string>(StringComparer.Ordinal);
            if (changes.IsCompleted)
            {
                Observe(await changes, touched, now);
                changes = feed.NextAsync(cancellationToken);
            }

            touched.UnionWith(schedule.TakeDue(now));
            await Task.WhenAll(touched.Where(_machines.ContainsKey).Select(uid => MoveAsync(_machines[uid], now, cancellationToken)));
            foreach (var uid in touched)
            {
                schedule.Set(uid, _machines.GetValueOrDefault(uid)?.Due);
            }
        }
    }

    private void Observe(IReadOnlyList<ObjectChange> changes, HashSet<string> touched, DateTimeOffset now)
    {
        foreach (var change in changes)
        {
            var uid = change.Object.Metadata["uid"]!.GetValue<string>();
            touched.Add(uid);
            if (change.IsDeletion)
            {
                _machines.Remove(uid);
            }
            else if (_machines.TryGetValue(uid, out var machine))
            {
                machine.Observe(change.Object.Tree, now);
            }
            else if (IsOurs(change.Object.Tree))
            {
                machine = new PodMachine(change.Object.Tree, PodScripts.For(change.Object.Tree, options), options, _places.Next(change.Object.Tree), now);
                machine.Observe(change.Object.Tree, now);
                _machines.Add(uid, machine);
            }
        }
    }

    /// <summary>Pods that have finished, or that somebody put on a node that is not the runner's, are left alone.</summary>
    private bool IsOurs(JsonObject pod) =>
        pod["status"]?["phase"]?.GetValue<string>() is not ("Succeeded" or "Failed")
        && (pod["spec"]?["nodeName"]?.GetValue<string>() is not { } node || options.Nodes.Contains(node));

    private async Task MoveAsync(PodMachine machine, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var move = machine.Advance(now);
        if (!move.IsNothing && !await WriteAsync(machine.Pod, move, cancellationToken))
        {
            machine.Repeat(move, cluster.Time.GetUtcNow() + RetryDelay);
        }
    }

    /// <summary>Writes the parts of a move in order.</summary>
    /// <returns>False when it has to be tried again.</returns>
    private async Task<bool> WriteAsync(JsonObject pod, PodMove move, CancellationToken cancellationToken)
    {
        var metadata = pod["metadata"]!;
        var (name, uid) = (metadata["name"]!.GetValue<string>(), metadata["uid"]!.GetValue<string>());
        var path = $"/api/v1/namespaces/{metadata["namespace"]}/pods/{name}";
        if (move.BindTo is { } node)
        {
            var binding = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Binding",
                ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = uid },
                ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node },
            };
            var answer = await client.SendAsync("POST", $"{path}/binding", binding, cancellationToken);

            // 409: it has a node already, or is another pod; then the patch below decides.
            if (!answer.IsSuccess && answer.Code != 409)
            {
                return answer.IsGone;
            }
        }

        if (move.Status is { } status)
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = uid }, ["status"] = status };
            var answer = await client.SendAsync("PATCH", $"{path}/status", patch, cancellationToken);
            if (!answer.IsSuccess)
            {
                return answer.IsGone;
            }
        }

        return !move.Remove || await RemoveAsync(path, uid, cancellationToken);
    }

    private async Task<bool> RemoveAsync(string path, string uid, CancellationToken cancellationToken)
    {
        var deleteOptions = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["gracePeriodSeconds"] = 0,
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        var answer = await client.SendAsync("DELETE", path, deleteOptions, cancellationToken);
        return answer.IsSuccess || answer.Code is 404 or 409;
    }
}
