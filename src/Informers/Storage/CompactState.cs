using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>A state kept as bytes.</summary>
internal sealed class CompactState<T>(ResourceRecord record) : Stored<T>
    where T : class
{
    public ResourceRecord Record => record;

    /// <summary>Gets or sets a value indicating whether somebody has got an object of this state, or of one before it: then the next is checked at the door.</summary>
    public bool WasRead { get; set; }

    public override NamespacedName Key => record.Key;

    public override string? Uid => record.Uid;

    public override string? ResourceVersion => record.ResourceVersion;

    public override int Size => record.Json.Length;

    public override ObjectMetadata ReadMetadata() => record.ReadMetadata();

    public override ReadOnlyMemory<byte> ReadJson() => record.Json;

    public override bool IsSameObjectAs(Stored<T> other) => other is CompactState<T> compact ? record.IsSameObjectAs(compact.Record) : base.IsSameObjectAs(other);

    public override bool IsSameVersionAs(Stored<T> other) => other is CompactState<T> compact ? record.IsSameVersionAs(compact.Record) : base.IsSameVersionAs(other);
}
