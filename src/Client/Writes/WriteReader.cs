using System.Text.Json;
using KubeController.Client.Wire;

namespace KubeController.Client.Writes;

/// <summary>Reads from the answers of writes what became of the objects that a list and watch shows.</summary>
/// <remarks>Left to the watch: what a scale or an eviction did to its object, and what a delete of many did, since their answers do not show it.</remarks>
internal sealed class WriteReader(ResourceType type, ListWatchOptions scope, RecordOptions records, ObjectPart part)
{
    /// <returns><see langword="null"/> when the write is about something else, or its answer does not tell.</returns>
    public OwnWrite? Read(CompletedWrite write)
    {
        var target = write.Target;
        if (!IsOurs(target))
        {
            return null;
        }

        try
        {
            return target.Verb == "delete" && IsStatus(write.Body, out var uid)
                ? new OwnWrite(target.Key, null, static () => null, isDeletion: true, uid ?? target.Uid)
                : OfObject(target, write.Body);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException)
        {
            // Whoever wrote gets this error when the answer is decoded for them; what became of the object, the watch will tell.
            return null;
        }
    }

    private bool IsOurs(WriteTarget target) =>
        target.Type == type
        && target.Verb != "deletecollection"
        && target.Subresource is null or "status"
        && (string.IsNullOrEmpty(scope.Namespace) || scope.Namespace == target.Key.Namespace);

    private OwnWrite? OfObject(WriteTarget target, ReadOnlyMemory<byte> body)
    {
        var whole = new RecordReader(type, RecordOptions.Default, part).Read(body.Span);
        if (scope.ShardSelector is { } shard && !shard.Includes(whole.Uid, whole.Key.Namespace))
        {
            return null;
        }

        var kept = ReferenceEquals(records, RecordOptions.Default) ? whole : new RecordReader(type, records, part).Read(body.Span);
        return new OwnWrite(whole.Key, kept, whole.ReadMetadata, IsGone(target, whole), whole.Uid ?? target.Uid);
    }

    // As the server decides it (registry.ShouldDeleteDuringUpdate): nothing holds the object any more. A delete may also answer with the object as it was.
    private static bool IsGone(WriteTarget target, ResourceRecord state)
    {
        var metadata = state.ReadMetadata();
        return metadata.DeletionTimestamp is null ? target.Verb == "delete" : metadata.Finalizers.Count == 0 && metadata.DeletionGracePeriodSeconds == 0;
    }

    // Not every Status: the status of a pod is an object.
    private static bool IsStatus(ReadOnlyMemory<byte> body, out string? uid)
    {
        using var answer = JsonDocument.Parse(body);
        var root = answer.RootElement;
        uid = null;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String || !kind.ValueEquals("Status"))
        {
            return false;
        }

        uid = root.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object && details.TryGetProperty("uid", out var value)
            ? value.GetString()
            : null;
        return true;
    }
}
