using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Controllers.Garbage;

/// <summary>Decides about one object and writes the decision. A write names the version it was decided on, so that a stale decision fails.</summary>
internal sealed class GarbageWorker(ControllerClient client, Cluster cluster, GarbageGraph graph)
{
    /// <returns>False when it has to be tried again.</returns>
    public async Task<bool> ProcessAsync(GarbageNode node, CancellationToken cancellationToken)
    {
        if (node.IsOrphaning)
        {
            return await OrphanAsync(node, cancellationToken);
        }

        if (node.IsForegroundDeleting)
        {
            return await FinishForegroundAsync(node, cancellationToken);
        }

        return node.IsDeleting || node.Owners.Count == 0 || await CollectAsync(node, cancellationToken);
    }

    private async Task<bool> CollectAsync(GarbageNode node, CancellationToken cancellationToken)
    {
        var owners = node.Owners.ToLookup(owner => FateOf(node, owner));
        if (owners[OwnerFate.OutOfReach].FirstOrDefault() is { Uid: not null } outOfReach)
        {
            await GarbageEvents.WriteAsync(client, node, outOfReach, cluster.Now, cancellationToken);
            if (node.Item.Namespace.Length == 0)
            {
                return true;      // a cluster-scoped object is not deleted for an owner that it cannot have
            }
        }

        if (owners[OwnerFate.Unknown].Any())
        {
            return true;
        }

        var gone = owners[OwnerFate.Absent].Concat(owners[OwnerFate.OutOfReach]).ToList();
        var waiting = owners[OwnerFate.Waiting].ToList();
        if (owners[OwnerFate.Alive].Any())
        {
            return gone.Count + waiting.Count == 0 || IsSettled(await DropOwnersAsync(node, [.. gone.Concat(waiting).Select(owner => owner.Uid)], cancellationToken));
        }

        return await DeleteAsync(node, Policy(node, isOwnerWaiting: waiting.Count > 0), cancellationToken);
    }

    private string Policy(GarbageNode node, bool isOwnerWaiting)
    {
        if (isOwnerWaiting && graph.DependantsOf(node.Uid).Any())
        {
            return "Foreground";
        }

        return node.Finalizers.Contains(GarbageNode.Orphan) ? "Orphan" : node.Finalizers.Contains(GarbageNode.Foreground) ? "Foreground" : "Background";
    }

    /// <summary>Looks the owner up as it is now, since the graph may not have seen it yet.</summary>
    private OwnerFate FateOf(GarbageNode node, OwnerReference reference)
    {
        if (cluster.Registry.FindKind(reference.ApiVersion, reference.Kind) is not { } definition)
        {
            return OwnerFate.Unknown;
        }

        var isElsewhere = graph.Find(reference.Uid) is { Definition.Namespaced: true } known && known.Item.Namespace != node.Item.Namespace;
        if (isElsewhere || (definition.Namespaced && node.Item.Namespace.Length == 0))
        {
            return OwnerFate.OutOfReach;
        }

        var owner = cluster.Store.Find(definition.Table, definition.Namespaced ? node.Item.Namespace : "", reference.Name);
        if (owner is null || owner.Metadata["uid"]?.GetValue<string>() != reference.Uid)
        {
            return OwnerFate.Absent;
        }

        return new GarbageNode(owner).IsForegroundDeleting ? OwnerFate.Waiting : OwnerFate.Alive;
    }

    private async Task<bool> DeleteAsync(GarbageNode node, string policy, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = policy,
            ["preconditions"] = new JsonObject { ["uid"] = node.Uid, ["resourceVersion"] = node.Item.Metadata["resourceVersion"]?.DeepClone() },
        };
        var answer = await client.SendAsync("DELETE", node.Path, options, cancellationToken);
        return IsSettled(answer);
    }

    private async Task<bool> FinishForegroundAsync(GarbageNode node, CancellationToken cancellationToken)
    {
        var isBlocked = graph.DependantsOf(node.Uid).Any(dependant => dependant.Owners.Any(owner => owner.Uid == node.Uid && owner.BlocksDeletion));
        return isBlocked || await DropFinalizerAsync(node, GarbageNode.Foreground, cancellationToken);
    }

    private async Task<bool> OrphanAsync(GarbageNode node, CancellationToken cancellationToken)
    {
        foreach (var dependant in graph.DependantsOf(node.Uid).ToList())
        {
            // Not even a conflict will do: with the finalizer gone, a reference that was left would get the dependant deleted.
            var answer = await DropOwnersAsync(dependant, [node.Uid], cancellationToken);
            if (!answer.IsSuccess && !answer.IsGone)
            {
                return false;
            }
        }

        return await DropFinalizerAsync(node, GarbageNode.Orphan, cancellationToken);
    }

    private async Task<bool> DropFinalizerAsync(GarbageNode node, string finalizer, CancellationToken cancellationToken)
    {
        var rest = node.Finalizers.Where(other => other != finalizer).Select(other => JsonValue.Create(other));
        return IsSettled(await PatchAsync(node, "finalizers", new JsonArray([.. rest]), cancellationToken));
    }

    private Task<ControllerAnswer> DropOwnersAsync(GarbageNode node, IReadOnlyCollection<string> uids, CancellationToken cancellationToken)
    {
        var owners = node.Item.Metadata["ownerReferences"]!.AsArray().Where(owner => !uids.Contains(owner!["uid"]?.GetValue<string>() ?? ""));
        return PatchAsync(node, "ownerReferences", new JsonArray([.. owners.Select(owner => owner!.DeepClone())]), cancellationToken);
    }

    private Task<ControllerAnswer> PatchAsync(GarbageNode node, string field, JsonArray value, CancellationToken cancellationToken)
    {
        var metadata = new JsonObject
        {
            ["uid"] = node.Uid,
            ["resourceVersion"] = node.Item.Metadata["resourceVersion"]?.DeepClone(),
            [field] = value.Count == 0 ? null : value,
        };
        return client.SendAsync("PATCH", node.Path, new JsonObject { ["metadata"] = metadata }, cancellationToken);
    }

    /// <summary>A conflict settles it too: the change that caused it is on its way to the graph, and the object is looked at again.</summary>
    private static bool IsSettled(ControllerAnswer answer) => answer.IsSuccess || answer.IsGone || answer.Code == 409;
}
