using KubeController.Testing.Resources;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Controllers.Garbage;

/// <summary>An object as the collector sees it. Immutable but for what others say of it; the graph replaces it when the object changes.</summary>
internal sealed class GarbageNode
{
    public const string Foreground = "foregroundDeletion";

    public const string Orphan = "orphan";

    public GarbageNode(StoredObject item)
    {
        Item = item;
        Uid = item.Metadata["uid"]?.GetValue<string>() ?? "";
        Owners = OwnerReference.Of(item.Metadata);
        Finalizers = [.. (item.Metadata["finalizers"] as System.Text.Json.Nodes.JsonArray ?? []).Select(finalizer => finalizer!.GetValue<string>())];
        IsDeleting = item.Metadata["deletionTimestamp"] is not null;
    }

    public StoredObject Item { get; }

    public ResourceDefinition Definition => Item.Definition;

    public string Uid { get; }

    public IReadOnlyList<OwnerReference> Owners { get; }

    public IReadOnlyList<string> Finalizers { get; }

    public bool IsDeleting { get; }

    /// <summary>It waits for its dependants.</summary>
    public bool IsForegroundDeleting => IsDeleting && Finalizers.Contains(Foreground);

    /// <summary>Its dependants are to lose their reference.</summary>
    public bool IsOrphaning => IsDeleting && Finalizers.Contains(Orphan);

    /// <summary>The path of its requests.</summary>
    public string Path => ObjectPaths.Of(Definition, Item.Namespace, Item.Name);
}
