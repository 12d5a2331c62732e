using KubeController.Informers.Selecting;

namespace KubeController.Informers;

/// <summary>Selects objects by their labels, as the API server does: <c>app=web,tier!=cache,env in (a,b),track notin (x),release,!canary</c>.</summary>
/// <remarks>Immutable. An absent label satisfies <c>!=</c>, <c>notin</c> and <c>!</c>.</remarks>
public sealed class LabelSelector
{
    private readonly IReadOnlyList<LabelRequirement> _requirements;
    private readonly string _text;

    private LabelSelector(string text, IReadOnlyList<LabelRequirement> requirements) => (_text, _requirements) = (text, requirements);

    /// <summary>Gets the labels that must have one certain value.</summary>
    internal IEnumerable<(string Label, string Value)> Exact =>
        _requirements.Where(static one => one is { IsNegated: false, Values: [_] }).Select(static one => (one.Label, one.Values![0]));

    /// <summary>Reads a selector; the empty text selects everything.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The selector.</returns>
    /// <exception cref="FormatException">The text is no selector.</exception>
    public static LabelSelector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, LabelSelectorReader.Read(text));
    }

    /// <summary>Says whether labels satisfy every requirement.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns><see langword="true"/> if they do.</returns>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the selector as it was written.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _text;
}
