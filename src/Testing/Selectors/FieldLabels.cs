using KubeController.Testing.Resources;

namespace KubeController.Testing.Selectors;

/// <summary>Which fields a kind can be selected by, and how it says no to others.</summary>
internal static class FieldLabels
{
    /// <summary>Null when the kind can be selected by the field, otherwise the server's message.</summary>
    public static string? Refuse(ResourceDefinition definition, string field)
    {
        if (field == "metadata.name" || (field == "metadata.namespace" && KnowsNamespace(definition)) || definition.SelectableFields.Contains(field))
        {
            return null;
        }

        return (definition.Group, definition.Plural) switch
        {
            ("batch", "jobs") => $"field label \"{field}\" not supported for {definition.Kind}",
            _ when HasOwnLabels(definition) => $"field label not supported: {field}",
            _ => $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
        };
    }

    private static bool HasOwnLabels(ResourceDefinition definition) => definition.IsCustom || definition.SelectableFields.Count > 0;

    /// <summary>Kinds with labels of their own know the namespace only if they live in one; the others know it always.</summary>
    private static bool KnowsNamespace(ResourceDefinition definition) => definition.Namespaced || !HasOwnLabels(definition);
}
