using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Remembers which objects the model cannot take at present, so that each version of one is reported once.</summary>
internal sealed class Quarantine
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NamespacedName, string?> _versions = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _versions.Count;
            }
        }
    }

    /// <summary>Takes an object in.</summary>
    /// <returns><see langword="true"/> when this version of it is new here, or it has no name to remember it by.</returns>
    public bool Add(UndecodableObject undecodable)
    {
        if (undecodable.Key is not { } key)
        {
            return true;
        }

        lock (_lock)
        {
            var known = _versions.TryGetValue(key, out var version);
            _versions[key] = undecodable.ResourceVersion;
            return !known || !string.Equals(version, undecodable.ResourceVersion, StringComparison.Ordinal);
        }
    }

    /// <summary>Lets go of an object that was deleted, or can be read again.</summary>
    public void Remove(NamespacedName key)
    {
        lock (_lock)
        {
            _versions.Remove(key);
        }
    }

    /// <summary>Lets go of all but those a list has shown.</summary>
    public void Keep(IReadOnlyCollection<NamespacedName> listed)
    {
        lock (_lock)
        {
            foreach (var gone in _versions.Keys.Except(listed).ToList())
            {
                _versions.Remove(gone);
            }
        }
    }
}
