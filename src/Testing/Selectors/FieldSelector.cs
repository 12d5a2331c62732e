using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Selectors;

/// <summary>A field selector: <c>metadata.name=a,status.phase!=Running</c>. Immutable.</summary>
internal sealed class FieldSelector
{
    private readonly List<FieldRequirement> _requirements;

    private FieldSelector(List<FieldRequirement> requirements) => _requirements = requirements;

    /// <summary>Whether it takes everything.</summary>
    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>The one name it asks for; null where it asks for none.</summary>
    public string? RequiredName => _requirements.Find(requirement => requirement is { Field: "metadata.name", Negated: false })?.Value;

    /// <summary>Reads a selector; the empty text takes everything.</summary>
    /// <exception cref="FormatException">The text is no selector, or the kind cannot be selected by a field; the message is the server's.</exception>
    public static FieldSelector Parse(string text, ResourceDefinition definition)
    {
        var requirements = FieldSelectorParser.Parse(text);
        foreach (var requirement in requirements)
        {
            if (FieldLabels.Refuse(definition, requirement.Field) is { } refusal)
            {
                throw new FormatException(refusal);
            }
        }

        return new FieldSelector(requirements);
    }

    /// <summary>Whether all requirements hold for an object of the kind, in the form in which it is served or stored.</summary>
    public bool Matches(JsonObject resource) =>
        _requirements.TrueForAll(requirement => FieldValues.Of(resource, requirement.Field) == requirement.Value != requirement.Negated);
}
