using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>What placeholders cannot show: the distance of times and the order of revisions.</summary>
internal static class StepChecks
{
    public static IEnumerable<string> DeletionTime(RecordedStep step, string text, DateTimeOffset now)
    {
        if (step.DeletionTimestampMinusNow is not { } recorded)
        {
            yield break;
        }

        var value = JsonNode.Parse(text)?["metadata"]?["deletionTimestamp"]?.GetValue<string>();
        var actual = value is null ? (double?)null : (DateTimeOffset.Parse(value, CultureInfo.InvariantCulture) - now).TotalSeconds;

        // Recorded against a clock with fractions of seconds and rounded down.
        if (actual is null || actual < recorded - 1 || actual > recorded + 1)
        {
            yield return $"deletionTimestamp is {actual} s after now, recorded {recorded}";
        }
    }

    public static IEnumerable<string> Order(RecordedStep step, Bindings bindings)
    {
        var revisions = step.RevisionOrder
            .Where(placeholder => bindings.TryGet(placeholder, out _))
            .Select(placeholder => long.Parse(bindings.Fill(placeholder), CultureInfo.InvariantCulture))
            .ToList();
        if (revisions.Zip(revisions.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            yield return $"revisions {string.Join(" < ", revisions)}, recorded {string.Join(" < ", step.RevisionOrder)}";
        }
    }
}
