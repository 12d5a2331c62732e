namespace KubeController.Testing.Controllers.Garbage;

/// <summary>Who owns whom, by uid. Only the collector's loop changes it; between changes its workers read it.</summary>
internal sealed class GarbageGraph
{
    private readonly Dictionary<string, GarbageNode> _nodes = new(StringComparer.Ordinal);
    // The uids of dependants by the uid of the owner; also of owners that are absent.
    private readonly Dictionary<string, HashSet<string>> _dependants = new(StringComparer.Ordinal);

    public GarbageNode? Find(string uid) => _nodes.GetValueOrDefault(uid);

    public IEnumerable<GarbageNode> DependantsOf(string uid) =>
        (_dependants.GetValueOrDefault(uid) ?? []).Select(dependant => _nodes.GetValueOrDefault(dependant)).OfType<GarbageNode>();

    /// <summary>Takes a change.</summary>
    /// <returns>The uids of the objects whose fate it may decide.</returns>
    public IReadOnlyList<string> Apply(ObjectChange change)
    {
        var node = new GarbageNode(change.Object);
        var touched = new List<string> { node.Uid };
        if (_nodes.TryGetValue(node.Uid, out var old))
        {
            touched.AddRange(old.Owners.Select(owner => owner.Uid));      // an owner that waits for this one
            Unlink(old);
        }

        if (change.IsDeletion)
        {
            _nodes.Remove(node.Uid);
        }
        else
        {
            _nodes[node.Uid] = node;
            foreach (var owner in node.Owners)
            {
                (_dependants.TryGetValue(owner.Uid, out var dependants) ? dependants : _dependants[owner.Uid] = []).Add(node.Uid);
            }
        }

        if (change.IsDeletion || node.IsDeleting)
        {
            touched.AddRange(_dependants.GetValueOrDefault(node.Uid) ?? []);
        }

        return touched;
    }

    private void Unlink(GarbageNode node)
    {
        foreach (var owner in node.Owners)
        {
            if (_dependants.TryGetValue(owner.Uid, out var dependants) && dependants.Remove(node.Uid) && dependants.Count == 0)
            {
                _dependants.Remove(owner.Uid);
            }
        }
    }
}
