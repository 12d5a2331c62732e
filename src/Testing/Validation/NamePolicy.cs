using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

/// <summary>What the names of a kind's objects may look like.</summary>
internal static class NamePolicy
{
    /// <summary>The complaints about a name; none when it is good.</summary>
    public static IReadOnlyList<string> Check(string name, ResourceDefinition definition) => (definition.Group, definition.Plural) switch
    {
        ("", "namespaces" or "services") => NameRules.Label(name),
        ("rbac.authorization.k8s.io", _) => NameRules.PathSegment(name),
        _ => NameRules.Subdomain(name),
    };

    /// <summary>The complaints about a <c>generateName</c>, which may end in a dash.</summary>
    public static IReadOnlyList<string> CheckPrefix(string prefix, ResourceDefinition definition) =>
        Check(prefix.Length > 1 && prefix.EndsWith('-') ? $"{prefix[..^2]}a" : prefix, definition);
}
