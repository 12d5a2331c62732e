using KubeController.Client;
using KubeController.Informers.Writes;

namespace KubeController.Informers.Storage;

/// <summary>The write half of a store. Each method says what changed; the newest resourceVersion of an object wins.</summary>
/// <remarks>
/// <see cref="Lock"/> is held by whoever writes, for as long as it takes to change the store and to queue the changes for the subscribers:
/// so all subscribers see the same order, and a new one neither misses a change nor sees it twice.
/// </remarks>
internal sealed partial class StoreWriter<T>(IndexFault indexFault, TimeProvider timeProvider, StoreParts? parts = null)
    where T : class
{
    private readonly StoreParts _parts = parts ?? new(namespaces: null);
    private readonly UnconfirmedWrites<T> _unconfirmed = new();
    private readonly Tombstones<T> _tombstones = new(timeProvider);
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

    /// <summary>Takes the state of an object in, unless the store has this or a newer one. Either way the store is complete up to it.</summary>
    public void PutLocked(Stored<T> item, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        var old = _content.Find(item.Key);
        if (!IsOvertakenLocked(item, old, changed) && (old is null || IsNewsOf(item, old)))
        {
            _content = _content.Set(item);
            Announce(old, item, origin, changed);
        }

        AdvanceLocked(_parts.Of(item.Key), item.ResourceVersion);
    }

    /// <summary>Takes a deletion in, unless the store has a newer state. <paramref name="last"/> is the final state and carries the version of the deletion.</summary>
    public void RemoveLocked(Stored<T> last, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        _tombstones.Release(last);
        ConfirmLocked(last.Key, last.ResourceVersion);
        if (_content.Find(last.Key) is { } old && !VersionOrder.IsNewer(old.ResourceVersion, last.ResourceVersion))
        {
            _content = _content.Remove(old);
            // The final state of another incarnation says nothing about the one that subscribers know.
            var isSame = last.IsSameObjectAs(old);
            changed(new(last.Key, isSame ? last : old, null, origin) { IsFinalStateUnknown = !isSame });
        }

        AdvanceLocked(_parts.Of(last.Key), last.ResourceVersion);
    }

    /// <summary>Takes a deletion in of which nothing is known but the name and the version: subscribers get the last known state.</summary>
    public void RemoveLocked(NamespacedName key, string? resourceVersion, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        ConfirmLocked(key, resourceVersion);
        if (_content.Find(key) is { } old && !VersionOrder.IsNewer(old.ResourceVersion, resourceVersion))
        {
            _content = _content.Remove(old);
            changed(new(key, old, null, origin) { IsFinalStateUnknown = true });
        }

        AdvanceLocked(_parts.Of(key), resourceVersion);
    }

    /// <summary>Replaces everything in a part of the store by what a list of it showed, in one step; then says what changed: deletions first, the rest in the order of the list.</summary>
    public void ReplaceLocked(ListDraft<T> draft, ChangeOrigin origin, Action<StoredChange<T>> changed)
    {
        var before = _content;
        var ownWrites = LayOwnWritesOverLocked(draft);
        var relist = new Relist<T>(before, draft);
        _parts.Set(draft.Part, draft.ResourceVersion);
        _content = before.Replaced(relist, _parts.Version);
        foreach (var gone in relist.Gone)
        {
            changed(new(gone.Key, gone, null, origin) { IsFinalStateUnknown = true });
        }

        if (relist.Changed.Count + ownWrites.Count == 0)
        {
            return;
        }

        foreach (var item in draft.Items)
        {
            var old = before.Find(item.Key);
            // What this process wrote may hide what others wrote before it: it is told once more, with all that has changed since.
            var ownOld = old is not null && ownWrites.TryGetValue(item.Key, out var write) ? write.BeforeOf(item) ?? old : null;
            if (!ReferenceEquals(item, old) || ownOld is not null)
            {
                Announce(ownOld ?? old, item, origin, changed);
            }
        }
    }

    /// <summary>Takes in that the watch of a part has told everything up to a version.</summary>
    public void BookmarkLocked(string part, string? resourceVersion)
    {
        AdvanceLocked(part, resourceVersion);
        _unconfirmed.ConfirmUpTo(_parts.VersionOf(part), key => _parts.Of(key) == part);
    }

    /// <summary>Notes that a part of the store is complete up to a version. Never goes back.</summary>
    public void AdvanceLocked(string part, string? resourceVersion)
    {
        if (_parts.Advance(part, resourceVersion))
        {
            _content = _content.At(_parts.Version);
        }
    }

    /// <summary>Adds a part, which is to be listed.</summary>
    public void AddPartLocked(string part)
    {
        _parts.Add(part);
        _content = _content.At(_parts.Version);
    }

    /// <summary>Takes a part away; its objects have been taken out before.</summary>
    public void RemovePartLocked(string part)
    {
        _parts.Remove(part);
        _content = _content.At(_parts.Version);
    }

    private static bool IsNewsOf(Stored<T> item, Stored<T> old) => !item.IsSameVersionAs(old) && !VersionOrder.IsNewer(old.ResourceVersion, item.ResourceVersion);

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
