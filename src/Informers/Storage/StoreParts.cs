using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>
/// The parts that a store is made of, each listed and watched by itself, and the version up to which each is complete: namespaces, or one part of no name, which is
/// everything. Of the writer, under its lock.
/// </summary>
internal sealed class StoreParts
{
    /// <summary>The name of the part that is everything.</summary>
    public const string Everything = "";

    private readonly Dictionary<string, string?> _versions = new(StringComparer.Ordinal);
    private readonly bool _isOne;

    /// <summary>Initializes a new instance of the <see cref="StoreParts"/> class.</summary>
    /// <param name="namespaces">The namespaces; <see langword="null"/> for one part that is everything.</param>
    public StoreParts(IEnumerable<string>? namespaces)
    {
        _isOne = namespaces is null;
        foreach (var part in namespaces ?? [Everything])
        {
            _versions[part] = null;
        }
    }

    /// <summary>Gets the version up to which all parts are complete; <see langword="null"/> as long as one is not listed, or where versions of several have no order.</summary>
    public string? Version { get; private set; }

    public string Of(NamespacedName key) => _isOne ? Everything : key.Namespace;

    public bool Has(NamespacedName key) => _isOne || _versions.ContainsKey(key.Namespace);

    public string? VersionOf(string part) => _versions.GetValueOrDefault(part);

    public void Add(string part)
    {
        _versions.TryAdd(part, null);
        Version = Least();
    }

    public void Remove(string part)
    {
        _versions.Remove(part);
        Version = Least();
    }

    /// <summary>Notes the version of a list; one that was put back is taken as it is.</summary>
    public void Set(string part, string? version)
    {
        if (_versions.ContainsKey(part))
        {
            _versions[part] = version;
            Version = Least();
        }
    }

    /// <summary>Notes that a part is complete up to a version. Never goes back.</summary>
    /// <returns>Whether that changed something.</returns>
    public bool Advance(string part, string? version)
    {
        if (string.IsNullOrEmpty(version) || !_versions.TryGetValue(part, out var known) || VersionOrder.IsNewer(known, version))
        {
            return false;
        }

        Set(part, version);
        return true;
    }

    private string? Least()
    {
        if (_versions.Count == 1)
        {
            return _versions.Values.First();
        }

        string? least = null;
        foreach (var version in _versions.Values)
        {
            if (!ResourceVersions.IsComparable(version))
            {
                return null;
            }

            least = least is null || ResourceVersions.Compare(version!, least) < 0 ? version : least;
        }

        return least;
    }
}
