using KubeController.Client;

namespace KubeController.Informers;

/// <summary>Tells a subscriber that an object was added, modified or deleted.</summary>
/// <remarks>
/// An object that was deleted and created again under the same name arrives as a deletion and an addition, also where only the last state was seen:
/// <paramref name="Old"/> and <paramref name="New"/> always have the same uid. Both are shared with the store and with other subscribers; do not modify them.
/// </remarks>
/// <typeparam name="T">The type of the object.</typeparam>
/// <param name="Key">The object's name.</param>
/// <param name="Old">The state before; <see langword="null"/> when the object was added. Of a deletion: the last known state.</param>
/// <param name="New">The state now; <see langword="null"/> when the object was deleted.</param>
/// <param name="Origin">How the informer came to know of it.</param>
public readonly record struct ResourceChange<T>(NamespacedName Key, T? Old, T? New, ChangeOrigin Origin)
    where T : class
{
    /// <summary>Gets a value indicating whether the object was added.</summary>
    public bool IsAdded => Old is null;

    /// <summary>Gets a value indicating whether the object was deleted.</summary>
    public bool IsDeleted => New is null;

    /// <summary>Gets the newest state: the one now or, of a deletion, the last known.</summary>
    public T Resource => New ?? Old!;
}
