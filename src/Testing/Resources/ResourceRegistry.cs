using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace KubeController.Testing.Resources;

/// <summary>The kinds that are served now. A change builds a new snapshot and swaps it; readers see the old one or the new one. Thread-safe.</summary>
internal sealed class ResourceRegistry
{
    private readonly Lock _lock = new();
    private volatile Snapshot _snapshot;

    /// <summary>Starts with the built-in kinds.</summary>
    /// <param name="builtIn">The built-in kinds.</param>
    public ResourceRegistry(IEnumerable<ResourceDefinition> builtIn) => _snapshot = new Snapshot([.. builtIn]);

    /// <summary>Every definition that is served, in order of registration.</summary>
    public IReadOnlyList<ResourceDefinition> Definitions => _snapshot.Definitions;

    /// <summary>Something that is the same object as long as nothing has changed.</summary>
    public object Stamp => _snapshot;

    /// <summary>The definition under the path.</summary>
    public bool TryFind(string group, string version, string plural, [MaybeNullWhen(false)] out ResourceDefinition definition) =>
        _snapshot.ByPath.TryGetValue((group, version, plural), out definition);

    /// <summary>The definition of the kind.</summary>
    public ResourceDefinition? FindKind(string apiVersion, string kind) =>
        _snapshot.Definitions.FirstOrDefault(definition => definition.ApiVersion == apiVersion && definition.Kind == kind);

    /// <summary>Whether a built-in kind has the group and version.</summary>
    public bool IsBuiltIn(string group, string version) =>
        _snapshot.Definitions.Any(definition => !definition.IsCustom && definition.Group == group && definition.Version == version);

    /// <summary>Replaces the versions of a custom kind.</summary>
    /// <param name="groupResource">The group resource of the kind.</param>
    /// <param name="versions">The versions from now on; empty takes the kind away.</param>
    public void Replace(string groupResource, IReadOnlyList<ResourceDefinition> versions)
    {
        lock (_lock)
        {
            _snapshot = new Snapshot([.. _snapshot.Definitions.Where(definition => !definition.IsCustom || definition.GroupResource != groupResource), .. versions]);
        }
    }

    private sealed class Snapshot(IReadOnlyList<ResourceDefinition> definitions)
    {
        public IReadOnlyList<ResourceDefinition> Definitions { get; } = definitions;

        public FrozenDictionary<(string Group, string Version, string Plural), ResourceDefinition> ByPath { get; } =
            definitions.ToFrozenDictionary(definition => (definition.Group, definition.Version, definition.Plural));
    }
}
