namespace KubeController.Informers.Selecting;

/// <summary>One requirement of a label selector: the label is there, with one of these values if there are any; or, negated, not so.</summary>
internal sealed record LabelRequirement(string Label, IReadOnlyList<string>? Values, bool IsNegated)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        (labels.TryGetValue(Label, out var value) && (Values is null || Values.Contains(value, StringComparer.Ordinal))) != IsNegated;
}
