using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Controllers.Namespaces;

/// <summary>Empties namespaces that are being deleted, pods first, and then lets them go.</summary>
internal sealed class NamespaceController(ControllerClient client, Cluster cluster) : IController
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    // Namespaces that wait for their content to go, by name.
    private readonly Dictionary<string, StoredObject> _terminating = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var feed = new ChangeFeed(cluster, definition => definition.GroupResource == "namespaces");
        var changes = feed.NextAsync(cancellationToken);
        var isDone = true;
        while (true)
        {
            await Task.WhenAny(isDone ? [changes] : [changes, Task.Delay(RetryDelay, cluster.Time, cancellationToken)]);
            if (changes.IsCompleted)
            {
                Observe(await changes);
                changes = feed.NextAsync(cancellationToken);
            }

            var done = await Task.WhenAll(_terminating.Values.Select(item => EmptyAsync(item, cancellationToken)));
            isDone = done.All(isDone => isDone);
        }
    }

    private void Observe(IReadOnlyList<ObjectChange> changes)
    {
        foreach (var change in changes)
        {
            var isWaiting = !change.IsDeletion && change.Object.Metadata["deletionTimestamp"] is not null && Finalizers(change.Object.Tree).Contains("kubernetes");
            if (isWaiting)
            {
                _terminating[change.Object.Name] = change.Object;
            }
            else
            {
                _terminating.Remove(change.Object.Name);
            }
        }
    }

    /// <summary>One pass over the content: what can be deleted is; what is left is told in the conditions.</summary>
    /// <returns>False when a request has to be tried again; what waits for others is done, since their writes wake the loop.</returns>
    private async Task<bool> EmptyAsync(StoredObject @namespace, CancellationToken cancellationToken)
    {
        var kinds = cluster.Registry.Definitions
            .Where(definition => definition.Namespaced && definition.Offers("delete"))
            .DistinctBy(definition => definition.Table)
            .ToList();

        // A pod may need the rest of the namespace until it has ended.
        var pods = kinds.Where(definition => definition.GroupResource == "pods").ToList();
        var isDeleted = await DeleteAsync(@namespace.Name, pods, cancellationToken);
        if (Content(@namespace.Name, pods).Any())
        {
            return await WriteConditionsAsync(@namespace, [], cancellationToken) is not null && isDeleted;
        }

        isDeleted &= await DeleteAsync(@namespace.Name, kinds, cancellationToken);
        var rest = Content(@namespace.Name, kinds).ToList();
        if (await WriteConditionsAsync(@namespace, rest, cancellationToken) is not { } written)
        {
            return false;
        }

        return rest.Count > 0 ? isDeleted : await FinalizeAsync(written, cancellationToken);
    }

    private async Task<bool> DeleteAsync(string @namespace, IReadOnlyList<ResourceDefinition> kinds, CancellationToken cancellationToken)
    {
        var isDeleted = true;
        foreach (var item in Content(@namespace, kinds).Where(item => item.Metadata["deletionTimestamp"] is null).ToList())
        {
            var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = "Background" };
            var answer = await client.SendAsync("DELETE", ObjectPaths.Of(item.Definition, @namespace, item.Name), options, cancellationToken);
            isDeleted &= answer.IsSuccess || answer.Code is 404;
        }

        return isDeleted;
    }

    private IEnumerable<StoredObject> Content(string @namespace, IEnumerable<ResourceDefinition> kinds) =>
        kinds.SelectMany(definition => cluster.Store.Read(definition.Table).Objects).Where(item => item.Namespace == @namespace);

    /// <returns>The namespace as it is now; null when the write failed.</returns>
    private async Task<JsonObject?> WriteConditionsAsync(StoredObject @namespace, IReadOnlyList<StoredObject> rest, CancellationToken cancellationToken)
    {
        var conditions = NamespaceConditions.Of(@namespace.Tree, rest, cluster.Now);
        if (JsonNode.DeepEquals(conditions, @namespace.Tree["status"]?["conditions"]))
        {
            return @namespace.Tree;
        }

        var patch = new JsonObject { ["status"] = new JsonObject { ["conditions"] = conditions } };
        return (await client.SendAsync("PATCH", $"/api/v1/namespaces/{@namespace.Name}/status", patch, cancellationToken)) is { IsSuccess: true } answer ? answer.Body : null;
    }

    private async Task<bool> FinalizeAsync(JsonObject @namespace, CancellationToken cancellationToken)
    {
        var name = @namespace["metadata"]!["name"]!.GetValue<string>();
        var body = @namespace.DeepClone().AsObject();
        var rest = Finalizers(@namespace).Where(finalizer => finalizer != "kubernetes").Select(finalizer => JsonValue.Create(finalizer));
        body["spec"]!["finalizers"] = new JsonArray([.. rest]);
        var answer = await client.SendAsync("PUT", $"/api/v1/namespaces/{name}/finalize", body, cancellationToken);
        return answer.IsSuccess || answer.Code == 404;
    }

    private static IEnumerable<string> Finalizers(JsonObject @namespace) =>
        (@namespace["spec"]?["finalizers"] as JsonArray ?? []).Select(finalizer => finalizer!.GetValue<string>());
}
