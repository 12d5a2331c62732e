using KubeController.Client;

namespace KubeController.Informers.Writes;

/// <summary>Judges, as the server does, whether an object is among those that an informer watches; namespace and shard have been looked at before.</summary>
internal sealed class ScopeFilter
{
    private readonly LabelSelector? _labels;
    // True where the server's selectors are more than can be judged here.
    private readonly bool _isPartial;
    private readonly IReadOnlyList<FieldTerm> _names;

    public ScopeFilter(ListWatchOptions scope)
    {
        _labels = LabelsOf(scope.LabelSelector, out var isBeyond);
        (_names, var isBeyondNames) = FieldTerm.Read(scope.FieldSelector);
        _isPartial = isBeyond || isBeyondNames;
    }

    public Membership Judge(ObjectMetadata metadata)
    {
        if (_labels is not null && !_labels.Matches(metadata.Labels))
        {
            return Membership.Out;
        }

        return !_names.All(term => term.Matches(metadata.Key)) ? Membership.Out
            : _isPartial ? Membership.Unknown
            : Membership.In;
    }

    private static LabelSelector? LabelsOf(string? text, out bool isBeyond)
    {
        isBeyond = false;
        try
        {
            return string.IsNullOrEmpty(text) ? null : LabelSelector.Parse(text);
        }
        catch (FormatException)
        {
            // The server refuses it, or understands more than we do.
            isBeyond = true;
            return null;
        }
    }
}
