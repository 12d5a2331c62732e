using KubeController.Client;
using KubeController.Informers.Storage;
using KubeController.Informers.Writes;

namespace KubeController.Informers;

/// <content>What this process writes itself, and who waits for a version.</content>
internal sealed partial class StoreFeed<T>
{
    private readonly VersionWaiters _waiters = new();

    /// <summary>Takes a write of this process in, whoever made it; the thread is theirs.</summary>
    /// <param name="write">The write.</param>
    /// <param name="membership">Whether the object belongs to the store now.</param>
    /// <returns>Whether the store shows it now, or will with its first list.</returns>
    public bool Take(OwnWrite write, Membership membership)
    {
        Stored<T>? state = null;
        if (write.State is { } record && !intake.TryAdmit(record, writer.Content.Find(record.Key), out state, out _) && !write.IsDeletion)
        {
            return false;   // reported; the last readable state stays
        }

        return write.IsDeletion ? write.Uid is { } uid && WriteOwn(changed => writer.DeleteOwnLocked(write.Key, uid, state, changed))
            : membership is Membership.Out ? WriteOwn(changed => writer.LeaveOwnLocked(state!, changed))
            : WriteOwn(changed => writer.PutOwnLocked(state!, membership is Membership.In, changed));
    }

    /// <summary>Tells whether the store has a state of an object that is no older than a version.</summary>
    public bool Shows(NamespacedName key, string resourceVersion) =>
        writer.Content.Find(key)?.ResourceVersion is { } known && !VersionOrder.IsNewer(resourceVersion, known);

    /// <summary>Waits until the store is complete up to a version.</summary>
    /// <returns>A task that completes then; it is cancelled when the store is closed first.</returns>
    public Task WaitForVersionAsync(string resourceVersion, CancellationToken cancellationToken)
    {
        lock (writer.Lock)
        {
            return _waiters.AddLocked(resourceVersion, writer.Content.ResourceVersion, cancellationToken);
        }
    }

    private bool WriteOwn(Func<Action<StoredChange<T>>, bool> write)
    {
        var isTaken = false;
        Write(changed => isTaken = write(changed));
        return isTaken;
    }
}
