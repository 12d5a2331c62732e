namespace KubeController.Client.Writes;

/// <summary>A write that the server has carried out.</summary>
/// <param name="Target">What was written.</param>
/// <param name="Body">
/// The answer as it came, in UTF-8: the object as it is now, with its resourceVersion; for a delete that is over the last state or a <c>Status</c> whose
/// details have the uid; for an eviction a <c>Status</c>; for a delete of many the list as it was before.
/// </param>
internal readonly record struct CompletedWrite(WriteTarget Target, ReadOnlyMemory<byte> Body);
