namespace KubeController.Client;

/// <summary>Says what a server tells of a resource type that it serves.</summary>
public sealed record DiscoveredResource
{
    /// <summary>Gets the resource type.</summary>
    public required ResourceType Type { get; init; }

    /// <summary>Gets whether its objects live in namespaces.</summary>
    public required bool IsNamespaced { get; init; }

    /// <summary>Gets the singular name, such as <c>pod</c>; empty if there is none.</summary>
    public string Singular { get; init; } = string.Empty;

    /// <summary>Gets the short names, such as <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Gets the verbs, such as <c>get</c> and <c>watch</c>.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Gets the names of the subresources, such as <c>status</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>Says whether a name means this type, as kubectl takes it: kind, plural, singular or short name, and <c>plural.group</c> or <c>plural.version.group</c>.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <returns><see langword="true"/> if it does.</returns>
    public bool IsCalled(string name) => Names.Any(one => one.Equals(name, StringComparison.OrdinalIgnoreCase)
        || $"{one}.{Type.Group}".Equals(name, StringComparison.OrdinalIgnoreCase)
        || $"{one}.{Type.Version}.{Type.Group}".Equals(name, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> Names => ShortNames.Append(Type.Plural).Append(Type.Kind).Append(Singular).Where(name => name.Length > 0);
}
