using System.Collections.Immutable;

namespace KubeController.Informers.Storage;

/// <summary>Which parts of a store have been listed once. Written under the writer's lock, read by anybody.</summary>
internal sealed class ListedParts(IEnumerable<string> awaited)
{
    private ImmutableHashSet<string> _awaited = [.. awaited];
    private ImmutableHashSet<string> _listed = [];

    /// <summary>Gets a value indicating whether none is missing.</summary>
    public bool IsWhole => _awaited.IsEmpty;

    public bool Has(string part) => Volatile.Read(ref _listed).Contains(part);

    /// <summary>Adds a part whose first list belongs to the whole, unless that was there already.</summary>
    public void Await(string part)
    {
        if (!IsWhole)
        {
            _awaited = _awaited.Add(part);
        }
    }

    public void Add(string part)
    {
        _awaited = _awaited.Remove(part);
        Volatile.Write(ref _listed, _listed.Add(part));
    }

    /// <summary>Forgets a part that is watched no more: nobody waits for it, and should it come back, its first list is a first one.</summary>
    public void Remove(string part)
    {
        _awaited = _awaited.Remove(part);
        Volatile.Write(ref _listed, _listed.Remove(part));
    }
}
