using System.Diagnostics.CodeAnalysis;
using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Writes;

/// <summary>The writes of this process that the watch has not shown yet. Of the writer, under its lock.</summary>
internal sealed class UnconfirmedWrites<T>
    where T : class
{
    // A watch that stands still must not let this grow. An own version that is forgotten is taken for others' work, and told once more.
    private const int KeptVersions = 32;

    private readonly Dictionary<NamespacedName, UnconfirmedWrite<T>> _writes = [];

    /// <summary>Takes a write in.</summary>
    /// <param name="key">The object.</param>
    /// <param name="version">The version that it has now.</param>
    /// <param name="state">Its state; <see langword="null"/> where it belongs to the store no more.</param>
    /// <param name="isMember">Whether the state surely belongs to the store.</param>
    /// <param name="before">The state that the store had.</param>
    public void Add(NamespacedName key, string version, Stored<T>? state, bool isMember, Stored<T>? before) => _writes[key] = _writes.TryGetValue(key, out var write)
        ? write with { Version = version, State = state, IsMember = isMember, Versions = [.. write.Versions.TakeLast(KeptVersions - 1), version] }
        : new(version, state, isMember, before, [version]);

    /// <summary>Gets the write that a state from the server is older than: the store shows something newer already.</summary>
    public bool TryGetNewer(NamespacedName key, string? version, [NotNullWhen(true)] out UnconfirmedWrite<T>? write)
    {
        write = null;
        return _writes.Count > 0 && _writes.TryGetValue(key, out write) && VersionOrder.IsNewer(write.Version, version);
    }

    /// <summary>Lets go of a write, once the watch has shown it or something newer.</summary>
    public void Confirm(NamespacedName key)
    {
        if (_writes.Count > 0)
        {
            _writes.Remove(key);
        }
    }

    public void Clear() => _writes.Clear();

    /// <summary>Lets go of all writes up to a version that the store is complete to: what the watch did not show of them, it will never show.</summary>
    /// <param name="version">The version.</param>
    /// <param name="isMeant">Tells which objects it is said of.</param>
    public void ConfirmUpTo(string? version, Func<NamespacedName, bool> isMeant)
    {
        foreach (var (key, write) in _writes)
        {
            if (isMeant(key) && !VersionOrder.IsNewer(write.Version, version))
            {
                _writes.Remove(key);
            }
        }
    }

    /// <summary>Lays the writes that are newer than a list over it, and lets go of the others.</summary>
    /// <returns>All that there were, by object.</returns>
    public IReadOnlyDictionary<NamespacedName, UnconfirmedWrite<T>> LayOver(ListDraft<T> draft)
    {
        if (_writes.Count == 0)
        {
            return _writes;
        }

        var all = new Dictionary<NamespacedName, UnconfirmedWrite<T>>(_writes);
        ConfirmUpTo(draft.ResourceVersion, draft.Covers);
        foreach (var (key, write) in _writes.Where(write => draft.Covers(write.Key)))
        {
            var listed = draft.Find(key);
            if (listed is not null && !VersionOrder.IsNewer(write.Version, listed.ResourceVersion))
            {
                continue;   // a streamed list also tells of what happens while it lasts
            }

            if (write.State is null)
            {
                draft.Remove(key);
            }
            else if (write.IsMember || listed is not null)
            {
                draft.Add(write.State);
            }
        }

        return all;
    }
}
