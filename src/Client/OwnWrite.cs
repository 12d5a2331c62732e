namespace KubeController.Client;

/// <summary>Tells of a write of this process to one object, which the server has carried out; see <see cref="ListWatch{T}.ObserveWrites"/>.</summary>
public sealed class OwnWrite
{
    private readonly Lazy<ObjectMetadata?> _metadata;

    internal OwnWrite(NamespacedName key, ResourceRecord? state, Func<ObjectMetadata?> metadata, bool isDeletion, string? uid) =>
        (Key, State, _metadata, IsDeletion, Uid) = (key, state, new(metadata, LazyThreadSafetyMode.None), isDeletion, uid);

    /// <summary>Gets the object's name.</summary>
    public NamespacedName Key { get; }

    /// <summary>Gets the object as the server answered with it; <see langword="null"/> where it answered a deletion without the object. Of a deletion it is the last state.</summary>
    public ResourceRecord? State { get; }

    /// <summary>Gets the metadata of the answer, whatever the options of the record leave out; <see langword="null"/> where there is no object in it.</summary>
    public ObjectMetadata? Metadata => _metadata.Value;

    /// <summary>Gets a value indicating whether the object is gone. One that was asked to go, and waits for its finalizers or its grace period, is not.</summary>
    public bool IsDeletion { get; }

    /// <summary>Gets the object's uid; <see langword="null"/> where the answer does not say.</summary>
    public string? Uid { get; }

    /// <summary>Returns what was done, to which object.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsDeletion ? $"delete {Key}" : $"write {State}";
}
