using System.Text.Json.Nodes;

namespace KubeController.Testing.Selectors;

/// <summary>A label selector: <c>a=b,c!=d,e in (f,g),h,!i,j&gt;3</c>. Immutable.</summary>
internal sealed class LabelSelector
{
    private readonly List<LabelRequirement> _requirements;

    private LabelSelector(List<LabelRequirement> requirements) => _requirements = requirements;

    /// <summary>Whether it takes everything.</summary>
    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Reads a selector; the empty text takes everything.</summary>
    /// <exception cref="FormatException">The text is no selector; the message is the server's.</exception>
    public static LabelSelector Parse(string text) => new(new LabelSelectorParser(text).Parse());

    /// <summary>Whether all requirements hold.</summary>
    /// <param name="labels"><c>metadata.labels</c>; null where there are none.</param>
    public bool Matches(JsonObject? labels) => _requirements.TrueForAll(requirement => requirement.Matches(labels));
}
