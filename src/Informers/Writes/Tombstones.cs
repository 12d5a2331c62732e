using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Writes;

/// <summary>The objects that this process has deleted, as long as the server may still show them. Of the writer, under its lock.</summary>
/// <remarks>
/// An answer does not say at which version an object went, so it is remembered by its uid, which never comes back: until the watch tells of the deletion, or a list
/// that is new enough shows it no more, or as long as a watch can last at most. The last is for a server that was put back to an older state, where uids do come back.
/// </remarks>
internal sealed class Tombstones<T>(TimeProvider timeProvider)
    where T : class
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Tombstone> _byUid = new(StringComparer.Ordinal);
    // In the order of their time. One that has gone before is passed over.
    private readonly Queue<(string Uid, long At)> _byTime = new();

    /// <param name="uid">The uid.</param>
    /// <param name="key">The object.</param>
    /// <param name="version">The last version that is known of it.</param>
    public void Add(string uid, NamespacedName key, string? version)
    {
        Expire();
        var now = timeProvider.GetTimestamp();
        _byUid[uid] = new(key, version, now);
        _byTime.Enqueue((uid, now));
    }

    public bool Covers(Stored<T> item)
    {
        if (_byUid.Count == 0 || item.Uid is not { } uid)
        {
            return false;
        }

        Expire();
        return _byUid.ContainsKey(uid);
    }

    /// <summary>Lets go of an object whose deletion the server has told.</summary>
    public void Release(Stored<T> item)
    {
        if (_byUid.Count > 0 && item.Uid is { } uid)
        {
            _byUid.Remove(uid);
        }
    }

    public void Clear()
    {
        _byUid.Clear();
        _byTime.Clear();
    }

    /// <summary>Takes out of a list what was deleted since, and lets go of what it is new enough to miss.</summary>
    public void TakeOutOf(ListDraft<T> draft)
    {
        Expire();
        foreach (var (uid, (key, version, _)) in _byUid)
        {
            if (draft.Find(key)?.Uid == uid)
            {
                draft.Remove(key);
            }
            else if (draft.Covers(key) && version is not null && !VersionOrder.IsNewer(version, draft.ResourceVersion))
            {
                _byUid.Remove(uid);
            }
        }
    }

    private void Expire()
    {
        while (_byTime.TryPeek(out var oldest) && (!IsThere(oldest) || timeProvider.GetElapsedTime(oldest.At) > Lifetime))
        {
            _byTime.Dequeue();
            if (IsThere(oldest))
            {
                _byUid.Remove(oldest.Uid);
            }
        }
    }

    private bool IsThere((string Uid, long At) entry) => _byUid.TryGetValue(entry.Uid, out var tombstone) && tombstone.At == entry.At;

    private readonly record struct Tombstone(NamespacedName Key, string? Version, long At);
}
