using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>One state of an object as the store keeps it. Only what the writer notes on it (<see cref="Filed"/>) ever changes.</summary>
internal abstract class Stored<T>
    where T : class
{
    public abstract NamespacedName Key { get; }

    public abstract string? Uid { get; }

    public abstract string? ResourceVersion { get; }

    /// <summary>Gets the values under which each index has filed this state; of the writer, under its lock.</summary>
    public string[][] Filed { get; set; } = [];

    /// <summary>Gets the bytes of JSON that are kept; 0 where an object is.</summary>
    public virtual int Size => 0;

    public abstract ObjectMetadata ReadMetadata();

    /// <summary>Reads the state as JSON; made anew where an object is kept.</summary>
    public abstract ReadOnlyMemory<byte> ReadJson();

    /// <summary>Tells the same object from another of the same name. Objects without a uid (hand-made ones, in tests) are told by name alone.</summary>
    public virtual bool IsSameObjectAs(Stored<T> other) => Uid is not { } uid || other.Uid is not { } otherUid || uid == otherUid;

    public virtual bool IsSameVersionAs(Stored<T> other) =>
        ResourceVersion is { } version && string.Equals(version, other.ResourceVersion, StringComparison.Ordinal) && IsSameObjectAs(other);
}
