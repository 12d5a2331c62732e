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

    /// <summary>Lets go of an object that was deleted, or of which there is a new state; but not of the version <paramref name="except"/>, which is still as bad.</summary>
    public void Release(NamespacedName key, string? except = null)
    {
        lock (_lock)
        {
            if (_versions.Count > 0 && _versions.TryGetValue(key, out var version) && (except is null || version != except))
            {
                _versions.Remove(key);
            }
        }
    }

    /// <summary>Lets go of all but those that are still there.</summary>
    public void Keep(Func<NamespacedName, string?, bool> isThere)
    {
        lock (_lock)
        {
            foreach (var (key, _) in _versions.Where(known => !isThere(known.Key, known.Value)).ToList())
            {
                _versions.Remove(key);
            }
        }
    }
}
