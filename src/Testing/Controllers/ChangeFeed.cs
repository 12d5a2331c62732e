using KubeController.Testing.Resources;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Controllers;

/// <summary>
/// Follows the objects of some kinds, straight from the store: first all that are there, then every change. What a watch would have lost (history
/// that is forgotten) is found again by comparing. One reader.
/// </summary>
/// <param name="cluster">The store and the kinds.</param>
/// <param name="isFollowed">Which kinds; asked again when kinds come.</param>
internal sealed class ChangeFeed(Cluster cluster, Func<ResourceDefinition, bool> isFollowed)
{
    // The last seen state of every object, by table and key.
    private readonly Dictionary<string, Dictionary<string, StoredObject>> _known = new(StringComparer.Ordinal);
    // The revision up to which a table was read.
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private long _position = -1;

    /// <summary>The next changes: waits until there is a write of any kind, so the list may be empty.</summary>
    public async Task<IReadOnlyList<ObjectChange>> NextAsync(CancellationToken cancellationToken)
    {
        await cluster.Store.WaitForRevisionAsync(_position + 1, cancellationToken);

        // Read before the tables: what is written meanwhile is seen now or next time, never lost.
        _position = cluster.Store.Revision;
        var changes = new List<ObjectChange>();
        foreach (var table in cluster.Registry.Definitions.Where(isFollowed).Select(definition => definition.Table).Distinct(StringComparer.Ordinal))
        {
            Read(table, changes);
        }

        return changes;
    }

    private void Read(string table, List<ObjectChange> changes)
    {
        if (!_positions.TryGetValue(table, out var position))
        {
            _known[table] = new Dictionary<string, StoredObject>(StringComparer.Ordinal);
            ReadAll(table, changes);
            return;
        }

        var batch = cluster.Store.ReadChanges(table, position);
        if (batch.IsExpired)
        {
            ReadAll(table, changes);
            return;
        }

        _positions[table] = batch.Revision;
        foreach (var change in batch.Changes)
        {
            Take(_known[table], new ObjectChange(change.Current, change.IsDeletion), changes);
        }
    }

    private void ReadAll(string table, List<ObjectChange> changes)
    {
        var snapshot = cluster.Store.Read(table);
        var known = _known[table];
        _positions[table] = snapshot.Revision;
        var keys = snapshot.Objects.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in known.Values.Where(item => !keys.Contains(item.Key)).ToList())
        {
            Take(known, new ObjectChange(gone, IsDeletion: true), changes);
        }

        foreach (var item in snapshot.Objects.Where(item => !known.TryGetValue(item.Key, out var old) || old.Revision != item.Revision))
        {
            Take(known, new ObjectChange(item, IsDeletion: false), changes);
        }
    }

    private static void Take(Dictionary<string, StoredObject> known, ObjectChange change, List<ObjectChange> changes)
    {
        if (change.IsDeletion)
        {
            known.Remove(change.Object.Key);
        }
        else
        {
            known[change.Object.Key] = change.Object;
        }

        changes.Add(change);
    }
}
