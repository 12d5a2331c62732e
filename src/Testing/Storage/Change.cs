using System.Collections.Immutable;

namespace KubeController.Testing.Storage;

/// <summary>One write of one object.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="Previous">What was there before; null where the object was created.</param>
/// <param name="Current">What is there now; for a deletion the last state with the revision of the delete.</param>
/// <param name="IsDeletion">Whether the object is gone.</param>
/// <param name="After">All objects of the kind after the write; costs only what the write changed in it.</param>
internal sealed record Change(long Revision, StoredObject? Previous, StoredObject Current, bool IsDeletion, ImmutableSortedSet<StoredObject> After)
{
    /// <summary>The change as a watch frame, once somebody has written it. Two watches may both write it; the bytes are the same.</summary>
    public byte[]? Frame { get; set; }
}
