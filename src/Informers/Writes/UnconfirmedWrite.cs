using KubeController.Informers.Storage;

namespace KubeController.Informers.Writes;

/// <summary>What this process last made of an object, as long as the watch has not shown it.</summary>
/// <param name="Version">The version that it was written at.</param>
/// <param name="State">The state; <see langword="null"/> where it belongs to the store no more.</param>
/// <param name="IsMember">Whether the state surely belongs to the store; otherwise only the server can tell.</param>
/// <param name="Before">The state before the first of the writes that are not confirmed; <see langword="null"/> where there was none.</param>
/// <param name="Versions">The versions of the last of them.</param>
internal sealed record UnconfirmedWrite<T>(string Version, Stored<T>? State, bool IsMember, Stored<T>? Before, IReadOnlyList<string> Versions)
    where T : class
{
    /// <summary>Tells whether a state from before the last write is somebody else's work, which the store has never shown.</summary>
    public bool Hides(string? version) =>
        version is not null && !Versions.Contains(version) && (Before?.ResourceVersion is not { } before || VersionOrder.IsNewer(version, before));

    /// <summary>Returns the state before the writes, if it is of the same object as a state after them.</summary>
    public Stored<T>? BeforeOf(Stored<T> now) => Before is not null && Before.IsSameObjectAs(now) ? Before : null;
}
