using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>
/// Serves the kinds that CRDs define: accepts their names, establishes them, and, when a CRD goes, deletes its instances first. It works in the
/// request that changed the CRD, so that a kind is served as soon as the CRD says Established.
/// </summary>
internal sealed class CustomResources(Cluster cluster)
{
    private const string Table = "customresourcedefinitions.apiextensions.k8s.io";
    // Running watches of a changed kind go on for this long, and then end cleanly.
    private static readonly TimeSpan WatchesEndAfter = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    // The spec under which a CRD is registered, by the name of the CRD.
    private readonly Dictionary<string, JsonNode> _registered = new(StringComparer.Ordinal);

    /// <summary>Whether the definition is that of CRDs.</summary>
    public static bool IsCrd(ResourceDefinition definition) => definition is { Group: "apiextensions.k8s.io", Plural: "customresourcedefinitions" };

    /// <summary>Refuses new instances of a kind that is going away.</summary>
    /// <exception cref="StatusException">403.</exception>
    public void CheckCreate(ResourceDefinition definition, string name)
    {
        if (definition.IsCustom && cluster.Store.Find(Table, "", definition.GroupResource) is { } crd && IsTerminating(crd))
        {
            throw NamespaceGate.Forbidden(definition, name, "create not allowed while custom resource definition is terminating", cause: null);
        }
    }

    /// <summary>After an object was stored: a CRD is registered, or, if it is marked, emptied.</summary>
    public void OnPut(StoredObject stored, StoredObject? previous)
    {
        if (stored.Definition.Table != Table)
        {
            return;
        }

        if (!IsTerminating(stored))
        {
            Register(stored);
        }
        else if (previous is null || !IsTerminating(previous))
        {
            Empty(stored);
        }
    }

    /// <summary>After an object was deleted: the last instance lets a CRD go that waits for it; a CRD that is gone is no longer served.</summary>
    public void OnDeleted(ResourceDefinition definition, StoredObject last)
    {
        if (definition.Table == Table)
        {
            Unregister(last.Name);
        }
        else if (definition.IsCustom && cluster.Store.Find(Table, "", definition.GroupResource) is { } crd && IsTerminating(crd))
        {
            Finish(crd.Name);
        }
    }

    private static bool IsTerminating(StoredObject crd) => crd.Metadata.Text("deletionTimestamp") is not null;

    private void Register(StoredObject crd)
    {
        lock (_lock)
        {
            var versions = CrdReader.Read(crd.Tree);
            var conflicts = CrdNames.Conflicts(versions[0], cluster.Registry.Definitions);
            var spec = crd.Tree["spec"]!;
            if (conflicts.Count == 0 && !(_registered.TryGetValue(crd.Name, out var known) && JsonNode.DeepEquals(known, spec)))
            {
                _registered[crd.Name] = spec;
                cluster.Registry.Replace(crd.Name, [.. versions.Where(version => version.Served)]);
                cluster.Watches.End(versions[0].Table, WatchesEndAfter);
            }

            Change(crd.Name, tree => CrdNames.SetStatus(tree, versions[0], conflicts, cluster.Now));
            if (conflicts.Count == 0)
            {
                Change(crd.Name, tree => CrdNames.Establish(tree, cluster.Now));
            }
        }
    }

    private void Empty(StoredObject crd)
    {
        Change(crd.Name, tree => CrdDefaults.SetCondition(tree, "Terminating", "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress", cluster.Now));
        foreach (var instance in cluster.Store.Read(crd.Name).Objects)
        {
            Delete(instance);
        }

        Finish(crd.Name);
    }

    private void Delete(StoredObject? instance)
    {
        while (instance is not null)
        {
            var plan = Deletion.Plan(instance.Tree, instance.Definition, new DeleteOptions(), cluster.Time.GetUtcNow());
            var isDone = plan.Marked is { } marked
                ? cluster.Store.TryPut(instance.Definition, instance, marked, out var present)
                : !plan.IsFinal | cluster.Store.TryDelete(instance, out present);
            if (isDone)
            {
                return;
            }

            instance = present;
        }
    }

    private void Finish(string name)
    {
        while (cluster.Store.Read(name).Objects.IsEmpty && cluster.Store.Find(Table, "", name) is { } crd && IsTerminating(crd))
        {
            List<string> others = [.. crd.Metadata.Array("finalizers").Texts().Where(finalizer => finalizer != CrdDefaults.Finalizer)];
            if (others.Count > 0)
            {
                Change(name, tree => SetFinalizers(tree, others));
                return;
            }

            if (cluster.Store.TryDelete(crd, out _))
            {
                Unregister(name);
                return;
            }
        }
    }

    private static bool SetFinalizers(JsonObject crd, List<string> finalizers)
    {
        var metadata = crd.Object("metadata")!;
        var hasChanged = metadata.Array("finalizers")?.Count != finalizers.Count;
        metadata["finalizers"] = new JsonArray([.. finalizers.Select(finalizer => JsonValue.Create(finalizer))]);
        return hasChanged;
    }

    private void Unregister(string name)
    {
        lock (_lock)
        {
            _registered.Remove(name);
            cluster.Registry.Replace(name, []);
        }

        cluster.Watches.End(name, WatchesEndAfter);
    }

    private void Change(string name, Func<JsonObject, bool> change)
    {
        while (cluster.Store.Find(Table, "", name) is { } crd)
        {
            var tree = crd.Tree.Copy();
            if (!change(tree) || cluster.Store.TryPut(crd.Definition, crd, tree, out _))
            {
                return;
            }
        }
    }
}
