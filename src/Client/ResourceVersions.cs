namespace KubeController.Client;

/// <summary>Orders the <c>resourceVersion</c> texts of one resource type.</summary>
/// <remarks>
/// Since Kubernetes 1.35 a conformant server's versions are decimal numbers of any length that grow with every change of that resource type. Versions of
/// different resource types are not to be compared.
/// </remarks>
public static class ResourceVersions
{
    /// <summary>Says whether a text is a version that has an order: digits alone, with no leading zero.</summary>
    /// <param name="resourceVersion">The text; <see langword="null"/>, empty and <c>0</c> have no order.</param>
    /// <returns><see langword="true"/> if <see cref="Compare"/> accepts it.</returns>
    public static bool IsComparable(string? resourceVersion) =>
        resourceVersion is { Length: > 0 } && resourceVersion[0] != '0' && !resourceVersion.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>Compares two versions of one resource type.</summary>
    /// <param name="a">A version.</param>
    /// <param name="b">Another version.</param>
    /// <returns>Less than zero if <paramref name="a"/> is older, more than zero if it is newer, zero if both are the same.</returns>
    /// <exception cref="FormatException">One of them has no order; ask <see cref="IsComparable"/> first.</exception>
    public static int Compare(string a, string b)
    {
        RequireComparable(a);
        RequireComparable(b);
        return a.Length == b.Length ? string.CompareOrdinal(a, b) : a.Length.CompareTo(b.Length);
    }

    private static void RequireComparable(string resourceVersion)
    {
        if (!IsComparable(resourceVersion))
        {
            throw new FormatException(
                $"The resourceVersion '{resourceVersion}' has no order: it is not a decimal number. Ask '{nameof(IsComparable)}' before comparing.");
        }
    }
}
