using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;
using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Storage;

/// <summary>Prepares what comes for the store, once each, and reports what cannot be taken.</summary>
internal sealed class Intake<T>(StateMaker<T> maker, Action<UndecodableObject>? onUndecodable, InformerStatus status, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Quarantine Quarantine { get; } = new();

    /// <summary>Makes a state of a record, or takes the one the store has, if it is of the same version.</summary>
    /// <returns><see langword="false"/> when it cannot be taken: it was reported then.</returns>
    public bool TryAdmit(ResourceRecord record, Stored<T>? known, [NotNullWhen(true)] out Stored<T>? item, [NotNullWhen(false)] out UndecodableObject? refused)
    {
        (item, refused) = (IsSameVersion(record, known) ? known : null, null);
        if (item is not null)
        {
            return true;
        }

        try
        {
            item = maker.Make(record, known, out var wasDecoded);
            Quarantine.Release(record.Key, wasDecoded ? null : record.ResourceVersion);
            return true;
        }
        catch (Exception error)
        {
            refused = new(record.Key, record.ResourceVersion, error);
            Report(refused);
            return false;
        }
    }

    /// <summary>Counts an object that cannot be taken; tells of it when this version of it was not reported yet.</summary>
    public void Report(UndecodableObject undecodable)
    {
        status.Undecodable();
        if (Quarantine.Add(undecodable))
        {
            Tell(undecodable);
        }
    }

    public void Tell(UndecodableObject undecodable)
    {
        logger.Undecodable(status.Name, undecodable.Key, undecodable.ResourceVersion, undecodable.Error);
        try
        {
            onUndecodable?.Invoke(undecodable);
        }
        catch (Exception error)
        {
            logger.OnUndecodableFailed(status.Name, error);
        }
    }

    private static bool IsSameVersion(ResourceRecord record, Stored<T>? known) => known switch
    {
        null => false,
        CompactState<T> compact => ReferenceEquals(compact.Record, record) || compact.Record.IsSameVersionAs(record),
        _ => known.ResourceVersion is { } version && version == record.ResourceVersion && (known.Uid is not { } uid || record.Uid is not { } other || uid == other),
    };
}
