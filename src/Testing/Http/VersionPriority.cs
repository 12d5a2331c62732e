using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Http;

/// <summary>Orders versions as the server prefers them: v2, v1, v1beta2, v1beta1, v1alpha1, then everything else.</summary>
internal sealed partial class VersionPriority : IComparer<string>
{
    /// <summary>The comparer.</summary>
    public static readonly VersionPriority Instance = new();

    private VersionPriority()
    {
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (left, right) = (Rank(x!), Rank(y!));
        var order = left.CompareTo(right);
        return order != 0 ? order : string.CompareOrdinal(y, x);
    }

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success)
        {
            return (0, 0, 0);
        }

        var stability = match.Groups["stage"].Value switch { "alpha" => 1, "beta" => 2, _ => 3 };
        return (stability, Number(match.Groups["major"].Value), Number(match.Groups["minor"].Value));
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^v(?<major>[0-9]+)((?<stage>alpha|beta)(?<minor>[0-9]+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
