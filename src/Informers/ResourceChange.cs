using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers;

/// <summary>Tells a subscriber that an object was added, modified or deleted.</summary>
/// <remarks>
/// <para>The metadata are at hand. The objects are made when they are first asked for, so a subscriber that needs only metadata should ask for no more.</para>
/// <para>An object that was deleted and created again under the same name arrives as a deletion and an addition, also where only the last state was seen:
/// <see cref="Old"/> and <see cref="New"/> always have the same uid. In <see cref="StorageMode.Compact"/> both are this subscriber's own; in
/// <see cref="StorageMode.Objects"/> they are shared with the store and with other subscribers: do not modify them.</para>
/// </remarks>
/// <typeparam name="T">The type of the object.</typeparam>
public sealed class ResourceChange<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly StoredChange<T> _change;
    private readonly StateReader<T> _reader;
    private T? _old;
    private T? _new;
    private ObjectMetadata? _oldMetadata;
    private ObjectMetadata? _newMetadata;

    /// <summary>Initializes a new instance of the <see cref="ResourceChange{T}"/> class, for tests of code that is told of changes.</summary>
    /// <param name="key">The object's name.</param>
    /// <param name="old">The state before; <see langword="null"/> when the object was added.</param>
    /// <param name="new">The state now; <see langword="null"/> when the object was deleted.</param>
    /// <param name="origin">How the informer came to know of it.</param>
    /// <exception cref="ArgumentException">There is neither an old nor a new state.</exception>
    public ResourceChange(NamespacedName key, T? old, T? @new, ChangeOrigin origin)
        : this(
            new(
                key,
                old is null ? null : new LiveState<T>(old),
                @new is not null ? new LiveState<T>(@new) : old is not null ? null : throw new ArgumentException("A change is of an old state, a new one, or both.", nameof(@new)),
                origin),
            StateReader<T>.Live)
    {
    }

    internal ResourceChange(StoredChange<T> change, StateReader<T> reader) => (_change, _reader) = (change, reader);

    /// <summary>Gets the object's name; known of every change, whatever else is not.</summary>
    public NamespacedName Key => _change.Key;

    /// <summary>Gets how the informer came to know of it.</summary>
    public ChangeOrigin Origin => _change.Origin;

    /// <summary>Gets a value indicating whether the object was added.</summary>
    public bool IsAdded => _change.Old is null;

    /// <summary>Gets a value indicating whether the object was deleted.</summary>
    public bool IsDeleted => _change.IsDeleted;

    /// <summary>Gets a value indicating whether the object was deleted and its final state not seen: <see cref="Old"/> may be older than that.</summary>
    public bool IsFinalStateUnknown => _change.IsFinalStateUnknown;

    /// <summary>Gets the state before; <see langword="null"/> when the object was added. Of a deletion: the last known state.</summary>
    /// <exception cref="UndecodableObjectException">The model cannot take it.</exception>
    public T? Old => _old ??= IsUnchanged ? New : _change.Old is { } old ? _reader.Read(old) : null;

    /// <summary>Gets the state now; <see langword="null"/> when the object was deleted.</summary>
    /// <exception cref="UndecodableObjectException">The model cannot take it.</exception>
    public T? New => _new ??= _change.New is { } now ? _reader.Read(now) : null;

    /// <summary>Gets the newest state: the one now or, of a deletion, the last known.</summary>
    /// <exception cref="UndecodableObjectException">The model cannot take it.</exception>
    public T Resource => IsDeleted ? Old! : New!;

    /// <summary>Gets the metadata of the state before; <see langword="null"/> when the object was added.</summary>
    public ObjectMetadata? OldMetadata => _oldMetadata ??= IsUnchanged ? NewMetadata : _change.Old?.ReadMetadata();

    /// <summary>Gets the metadata of the state now; <see langword="null"/> when the object was deleted.</summary>
    public ObjectMetadata? NewMetadata => _newMetadata ??= _change.New?.ReadMetadata();

    /// <summary>Gets the metadata of the newest state: the one now or, of a deletion, the last known.</summary>
    public ObjectMetadata Metadata => (IsDeleted ? OldMetadata : NewMetadata)!;

    /// <summary>Says whether a field has another value than before, without making objects: <c>change.HasChanged("spec", "template")</c>.</summary>
    /// <remarks>A field that is null is one that is not there. An added object has changed in every field that it has, a deleted one in every field that it had.</remarks>
    /// <param name="path">The names of the field in JSON, from the outermost to its own. <c>apiVersion</c>, <c>kind</c>, <c>metadata.managedFields</c> and fields that the informer drops are not known.</param>
    /// <returns><see langword="true"/> if it has.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public bool HasChanged(params ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            throw new ArgumentException("The path is empty. Name a field, such as 'spec'.", nameof(path));
        }

        return !IsUnchanged && JsonField.Differs(JsonOf(_change.Old), JsonOf(_change.New), path);

        static ReadOnlySpan<byte> JsonOf(Stored<T>? state) => state is null ? "{}"u8 : state.ReadJson().Span;
    }

    private bool IsUnchanged => ReferenceEquals(_change.Old, _change.New);
}
