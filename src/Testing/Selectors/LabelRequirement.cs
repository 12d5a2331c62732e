using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Selectors;

/// <summary>One condition of a label selector.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyCollection<string> Values)
{
    public bool Matches(JsonObject? labels)
    {
        var value = (labels?[Key] as JsonValue)?.GetValue<string>();
        return Operator switch
        {
            LabelOperator.Exists => value is not null,
            LabelOperator.DoesNotExist => value is null,
            LabelOperator.In => value is not null && Values.Contains(value),
            LabelOperator.NotIn => value is null || !Values.Contains(value),
            LabelOperator.Greater => Compare(value) > 0,
            _ => Compare(value) < 0,
        };
    }

    /// <summary>The sign of the label against the one value; 0 where the label is no integer.</summary>
    private int Compare(string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.CompareTo(long.Parse(Values.First(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : 0;
}
