using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>The write half of a store. Each method says what changed; the newest resourceVersion of an object wins.</summary>
/// <remarks>
/// <see cref="Lock"/> is held by whoever writes, for as long as it takes to change the store and to queue the changes for the subscribers:
/// so all subscribers see the same order, and a new one neither misses a change nor sees it twice.
/// </remarks>
internal sealed class StoreWriter<T>(IndexFault indexFault)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // Swapped as a whole by a relist and by a new index.
    private volatile StoreContent<T> _content = StoreContent<T>.Empty(indexFault);

    public Lock Lock { get; } = new();

    public StoreContent<T> Content => _content;

    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        lock (Lock)
        {
            if (_content.Indexes.ContainsKey(name))
            {
                throw new ArgumentException($"There is an index '{name}' already. Choose another name.", nameof(name));
            }

            _content = _content.WithIndex(name, new(values));
        }
    }

    public void Fill(Stored<T> item)
    {
        lock (Lock)
        {
            _content.Set(item);
        }
    }

    /// <summary>Takes the state of an object in, unless the store has this or a newer one.</summary>
    public void PutLocked(Stored<T> item, ChangeOrigin origin, Action<ResourceChange<T>> changed)
    {
        var known = _content.TryGet(item.Key, out var old);
        if (known && (item.IsSameVersionAs(old!) || IsNewer(old!.ResourceVersion, item.ResourceVersion)))
        {
            return;
        }

        _content.Set(item);
        Announce(item.Key, old, item, origin, changed);
        AdvanceLocked(item.ResourceVersion);
    }

    /// <summary>Takes a deletion in, unless the store has a newer state. <paramref name="last"/> is the final state and carries the version of the deletion.</summary>
    public void RemoveLocked(Stored<T> last, ChangeOrigin origin, Action<ResourceChange<T>> changed)
    {
        if (_content.TryGet(last.Key, out var old) && !IsNewer(old.ResourceVersion, last.ResourceVersion))
        {
            _content.Remove(last.Key);
            // The final state of another incarnation says nothing about the one that subscribers know.
            changed(new(last.Key, last.IsSameObjectAs(old) ? last.Resource : old.Resource, null, origin));
        }

        AdvanceLocked(last.ResourceVersion);
    }

    /// <summary>Takes a deletion in of which nothing is known but the name and the version: subscribers get the last known state.</summary>
    public void RemoveLocked(NamespacedName key, string? resourceVersion, ChangeOrigin origin, Action<ResourceChange<T>> changed)
    {
        if (_content.TryGet(key, out var old) && !IsNewer(old.ResourceVersion, resourceVersion))
        {
            _content.Remove(key);
            changed(new(key, old.Resource, null, origin));
        }

        AdvanceLocked(resourceVersion);
    }

    /// <summary>Replaces everything by what a list showed, in one step; then says what changed: deletions first, the rest in the order of the list.</summary>
    public void ReplaceLocked(ListDraft<T> draft, ChangeOrigin origin, Action<ResourceChange<T>> changed)
    {
        var before = _content;
        var after = before.Blank(draft.ResourceVersion);
        foreach (var item in draft.Items)
        {
            after.Set(item);
        }

        foreach (var kept in before.All().Where(item => draft.Keeps(item.Key) && !after.TryGet(item.Key, out _)))
        {
            after.Set(kept);
        }

        _content = after;
        foreach (var gone in before.All().Where(item => !after.TryGet(item.Key, out _)))
        {
            changed(new(gone.Key, gone.Resource, null, origin));
        }

        foreach (var item in draft.Items)
        {
            if (!before.TryGet(item.Key, out var old) || !ReferenceEquals(item, old))
            {
                Announce(item.Key, old, item, origin, changed);
            }
        }
    }

    /// <summary>Notes that the store is complete up to a version. Never goes back.</summary>
    public void AdvanceLocked(string? resourceVersion)
    {
        if (!string.IsNullOrEmpty(resourceVersion) && !IsNewer(_content.ResourceVersion, resourceVersion))
        {
            _content.ResourceVersion = resourceVersion;
        }
    }

    private static bool IsNewer(string? one, string? other) =>
        one is not null && other is not null && ResourceVersions.IsComparable(one) && ResourceVersions.IsComparable(other) && ResourceVersions.Compare(one, other) > 0;

    private static void Announce(NamespacedName key, Stored<T>? old, Stored<T> item, ChangeOrigin origin, Action<ResourceChange<T>> changed)
    {
        if (old is not null && !item.IsSameObjectAs(old))
        {
            changed(new(key, old.Resource, null, origin));
            old = null;
        }

        changed(new(key, old?.Resource, item.Resource, origin));
    }
}
