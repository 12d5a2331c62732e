using KubeController.Client;
using KubeController.Informers.Writes;

namespace KubeController.Informers.Storage;

/// <content>
/// The writes of this process, which the store shows before the watch does. They come out of the order of the watch, so they leave the version up to which the store
/// is complete alone; and where that version has passed them already, the store knows better.
/// </content>
internal sealed partial class StoreWriter<T>
{
    /// <summary>Takes the state in that a write of this process has made of an object.</summary>
    /// <param name="item">The state.</param>
    /// <param name="isMember">Whether it surely belongs to the store; otherwise it can only replace an older state.</param>
    /// <param name="changed">Gets what changed.</param>
    /// <returns>Whether the store took it, or will with its first list.</returns>
    public bool PutOwnLocked(Stored<T> item, bool isMember, Action<StoredChange<T>> changed)
    {
        if (!ResourceVersions.IsComparable(item.ResourceVersion) || !_parts.Has(item.Key) || _tombstones.Covers(item))
        {
            return false;
        }

        var old = _content.Find(item.Key);
        if (_parts.VersionOf(_parts.Of(item.Key)) is null)
        {
            // Nobody reads before the first list, which may be older than this.
            return isMember && HoldLocked(item);
        }

        if ((old is null && !isMember) || !IsAheadLocked(item, old))
        {
            return false;
        }

        _unconfirmed.Add(item.Key, item.ResourceVersion!, item, isMember, old);
        _content = _content.Set(item);
        Announce(old, item, ChangeOrigin.OwnWrite, changed);
        return true;
    }

    /// <summary>Takes in that a write of this process took an object out of what is watched.</summary>
    public bool LeaveOwnLocked(Stored<T> last, Action<StoredChange<T>> changed)
    {
        if (_content.Find(last.Key) is not { } old || !IsAheadLocked(last, old))
        {
            return false;
        }

        _unconfirmed.Add(last.Key, last.ResourceVersion!, null, isMember: false, old);
        return RemoveOwnLocked(old, last, changed);
    }

    /// <summary>Takes a deletion by this process in.</summary>
    /// <param name="key">The object.</param>
    /// <param name="uid">Its uid; what the store has under another is another object.</param>
    /// <param name="last">The last state; <see langword="null"/> where the server did not answer with it.</param>
    /// <param name="changed">Gets what changed.</param>
    public bool DeleteOwnLocked(NamespacedName key, string uid, Stored<T>? last, Action<StoredChange<T>> changed)
    {
        var old = _content.Find(key) is { } known && known.Uid == uid ? known : null;
        var version = last?.ResourceVersion ?? old?.ResourceVersion;
        _tombstones.Add(uid, key, version);
        if (old is null)
        {
            return false;
        }

        if (VersionOrder.IsNewer(version, _parts.VersionOf(_parts.Of(key))))
        {
            // An earlier object of this name, which the watch has yet to tell of, is not to be seen again.
            _unconfirmed.Add(key, version!, null, isMember: false, old);
        }

        return RemoveOwnLocked(old, last, changed);
    }

    private bool HoldLocked(Stored<T> item)
    {
        // Answers may come in another order than the writes were carried out.
        if (_unconfirmed.TryGetNewer(item.Key, item.ResourceVersion, out _))
        {
            return false;
        }

        _unconfirmed.Add(item.Key, item.ResourceVersion!, item, isMember: true, null);
        return true;
    }

    private bool RemoveOwnLocked(Stored<T> old, Stored<T>? last, Action<StoredChange<T>> changed)
    {
        _content = _content.Remove(old);
        var isSeen = last is not null && last.IsSameObjectAs(old);
        changed(new(old.Key, isSeen ? last : old, null, ChangeOrigin.OwnWrite) { IsFinalStateUnknown = !isSeen });
        return true;
    }

    private bool IsAheadLocked(Stored<T> item, Stored<T>? old) =>
        VersionOrder.IsNewer(item.ResourceVersion, _parts.VersionOf(_parts.Of(item.Key))) && (old is null || VersionOrder.IsNewer(item.ResourceVersion, old.ResourceVersion));

    /// <summary>Tells whether this process has written or deleted an object since a state of it. If that is of somebody else, it is told with what the store shows since.</summary>
    private bool IsOvertakenLocked(Stored<T> item, Stored<T>? now, Action<StoredChange<T>> changed)
    {
        if (_tombstones.Covers(item))
        {
            return true;
        }

        if (!_unconfirmed.TryGetNewer(item.Key, item.ResourceVersion, out var write))
        {
            _unconfirmed.Confirm(item.Key);
            return false;
        }

        if (now is not null && item.IsSameObjectAs(now) && write.Hides(item.ResourceVersion))
        {
            // A subscriber that passes over what this process did itself must not pass over what somebody else did.
            changed(new(item.Key, write.BeforeOf(now) ?? item, now, ChangeOrigin.Watch));
        }

        return true;
    }

    private void ConfirmLocked(NamespacedName key, string? version)
    {
        if (!_unconfirmed.TryGetNewer(key, version, out _))
        {
            _unconfirmed.Confirm(key);
        }
    }

    private IReadOnlyDictionary<NamespacedName, UnconfirmedWrite<T>> LayOwnWritesOverLocked(ListDraft<T> draft)
    {
        if (VersionOrder.IsNewer(_parts.VersionOf(draft.Part), draft.ResourceVersion))
        {
            // The server was put back to an older state, and has forgotten what was written since.
            _unconfirmed.Clear();
            _tombstones.Clear();
        }

        var writes = _unconfirmed.LayOver(draft);
        _tombstones.TakeOutOf(draft);
        return writes;
    }
}
