using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>The write half of a store. Each method says what changed; the newest resourceVersion of an object wins.</summary>
/// <remarks>
/// <see cref="Lock"/> is held by whoever writes, for as long as it takes to change the store and to queue the changes for the subscribers:
/// so all subscribers see the same order, and a new one neither misses a change nor sees it twice.
/// </remarks>
internal sealed class StoreWriter<T>(IndexFault indexFault)
    where T : class
{
    // Swapped as a whole with each change: a reader that takes it has a snapshot.
    private volatile StoreContent<T> _content = StoreContent<T>.Empty(indexFault);

    public Lock Lock { get; } = new();

    public StoreContent<T> Content => _content;

    public void AddIndex(string name, Func<Stored<T>, IEnumerable<string>> values)
    {
        lock (Lock)
        {
            if (_content.TryGetIndex(name, out _))
            {
                throw new ArgumentException($"There is an index '{name}' already. Choose another name.", nameof(name));
            }

            _content = _content.WithIndex(name, values);
        }
    }

    public void Fill(Stored<T> item)
    {
        lock (Lock)
        {
            _content = _content.Set(item);
        }
    }

    /// <summary>Takes the state of an object in, unless the store has this or a newer one.</summary>
    public void PutLocked(Stored<T> item, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        var old = _content.Find(item.Key);
        if (old is not null && (item.IsSameVersionAs(old) || IsNewer(old.ResourceVersion, item.ResourceVersion)))
        {
            return;
        }

        _content = _content.Set(item);
        Announce(old, item, origin, changed);
        AdvanceLocked(item.ResourceVersion);
    }

    /// <summary>Takes a deletion in, unless the store has a newer state. <paramref name="last"/> is the final state and carries the version of the deletion.</summary>
    public void RemoveLocked(Stored<T> last, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        if (_content.Find(last.Key) is { } old && !IsNewer(old.ResourceVersion, last.ResourceVersion))
        {
            _content = _content.Remove(old);
            // The final state of another incarnation says nothing about the one that subscribers know.
            var isSame = last.IsSameObjectAs(old);
            changed(new(last.Key, isSame ? last : old, null, origin) { IsFinalStateUnknown = !isSame });
        }

        AdvanceLocked(last.ResourceVersion);
    }

    /// <summary>Takes a deletion in of which nothing is known but the name and the version: subscribers get the last known state.</summary>
    public void RemoveLocked(NamespacedName key, string? resourceVersion, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        if (_content.Find(key) is { } old && !IsNewer(old.ResourceVersion, resourceVersion))
        {
            _content = _content.Remove(old);
            changed(new(key, old, null, origin) { IsFinalStateUnknown = true });
        }

        AdvanceLocked(resourceVersion);
    }

    /// <summary>Replaces everything by what a list showed, in one step; then says what changed: deletions first, the rest in the order of the list.</summary>
    public void ReplaceLocked(ListDraft<T> draft, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        var before = _content;
        var relist = new Relist<T>(before, draft);
        _content = before.Replaced(relist, draft.ResourceVersion);
        foreach (var gone in relist.Gone)
        {
            changed(new(gone.Key, gone, null, origin) { IsFinalStateUnknown = true });
        }

        if (relist.Changed.Count == 0)
        {
            return;
        }

        foreach (var item in draft.Items)
        {
            var old = before.Find(item.Key);
            if (!ReferenceEquals(item, old))
            {
                Announce(old, item, origin, changed);
            }
        }
    }

    /// <summary>Notes that the store is complete up to a version. Never goes back.</summary>
    public void AdvanceLocked(string? resourceVersion)
    {
        if (!string.IsNullOrEmpty(resourceVersion) && !IsNewer(_content.ResourceVersion, resourceVersion))
        {
            _content = _content.At(resourceVersion);
        }
    }

    private static bool IsNewer(string? one, string? other) =>
        one is not null && other is not null && ResourceVersions.IsComparable(one) && ResourceVersions.IsComparable(other) && ResourceVersions.Compare(one, other) > 0;

    private static void Announce(Stored<T>? old, Stored<T> item, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        if (old is not null && !item.IsSameObjectAs(old))
        {
            changed(new(item.Key, old, null, origin) { IsFinalStateUnknown = true });
            old = null;
        }

        changed(new(item.Key, old, item, origin));
    }
}
