using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Orders versions as far as they have an order.</summary>
internal static class VersionOrder
{
    /// <summary>Tells whether one version is known to be newer; of what has no order nothing is known.</summary>
    public static bool IsNewer(string? one, string? other) =>
        one is not null && other is not null && ResourceVersions.IsComparable(one) && ResourceVersions.IsComparable(other) && ResourceVersions.Compare(one, other) > 0;
}
