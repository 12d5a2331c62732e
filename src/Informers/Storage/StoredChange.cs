using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>A change as the store tells it: states, of which no object was made yet.</summary>
internal readonly record struct StoredChange<T>(NamespacedName Key, Stored<T>? Old, Stored<T>? New, ChangeOrigin Origin)
    where T : class
{
    public bool IsDeleted => New is null;

    /// <summary>Gets a value indicating whether a deletion is told with a state that may be older than the last one.</summary>
    public bool IsFinalStateUnknown { get; init; }
}
