using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Makes what the store keeps out of what came: transformed, if there is a transform, and checked, where that is due.</summary>
internal sealed class StateMaker<T>(ListWatch<T> listWatch, InformerOptions<T> options)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Func<T, T>? _transform = options.Transform;
    // The loop and whoever writes may come at once, and a transform need not be prepared for that.
    private readonly Lock _transformTurn = new();
    private readonly bool _isCompact = options.StorageMode is StorageMode.Compact;
    private readonly bool _decodes = options.DecodeOnIntake || options.Transform is not null || options.StorageMode is StorageMode.Objects;

    /// <summary>Gets what records keep.</summary>
    public RecordOptions Records { get; } = new() { DropFields = options.DropFields };

    public T Decode(ResourceRecord record) => listWatch.Read(record);

    /// <summary>Makes a state of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="known">The state before. If somebody has got an object of it, it must not be replaced by one that no object can be made of.</param>
    /// <param name="wasDecoded">Whether an object can be made of it for sure.</param>
    /// <exception cref="Exception">No object can be made of it, or the transform failed.</exception>
    public Stored<T> Make(ResourceRecord record, Stored<T>? known, out bool wasDecoded)
    {
        var wasRead = known is CompactState<T> { WasRead: true };
        wasDecoded = _decodes || wasRead;
        if (!wasDecoded)
        {
            return new CompactState<T>(record);
        }

        var resource = listWatch.Read(record);
        if (_transform is not null)
        {
            lock (_transformTurn)
            {
                resource = _transform(resource);
            }

            RequireSame(resource, record);
        }

        return !_isCompact ? new LiveState<T>(resource)
            : new CompactState<T>(_transform is null ? record : listWatch.ToRecord(resource, Records)) { WasRead = wasRead };
    }

    private static void RequireSame(T resource, ResourceRecord record)
    {
        var (key, version) = (NamespacedName.Of(resource), resource.Metadata?.ResourceVersion);
        if (key != record.Key || version != record.ResourceVersion)
        {
            throw new InvalidOperationException(
                $"The transform made '{key}' at resourceVersion '{version}' of '{record.Key}' at '{record.ResourceVersion}'. It must keep name, namespace, uid and resourceVersion.");
        }
    }
}
