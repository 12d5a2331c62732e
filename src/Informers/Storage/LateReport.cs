using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Reports a state that nobody has looked into before, and of which no object can be made: once for each version, by whoever looks first.</summary>
internal sealed class LateReport<T>(StoreWriter<T> writer, Intake<T> intake, InformerStatus status)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public void Report(Stored<T> item, UndecodableObject undecodable)
    {
        bool isNew;
        var isBeingStored = writer.Lock.IsHeldByCurrentThread;      // an index looks into it on its way in
        lock (writer.Lock)
        {
            // A state that the store has let go of meanwhile is none of its own any more: nothing would ever take it off the list.
            isNew = (isBeingStored || ReferenceEquals(writer.Content.Find(item.Key), item)) && intake.Quarantine.Add(undecodable);
        }

        if (isNew)
        {
            status.Undecodable();
            intake.Tell(undecodable);
        }
    }
}
