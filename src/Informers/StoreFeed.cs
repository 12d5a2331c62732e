using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Delivery;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers;

/// <summary>The one door through which a store changes: what changes there is queued for every subscriber, under the same lock and so in the same order.</summary>
internal sealed class StoreFeed<T>(StoreWriter<T> writer, Intake<T> intake, StateReader<T> reader, RecordOptions records, int maxPendingChanges, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // True once the first list is in the store, false when the informer stopped before.
    private readonly TaskCompletionSource<bool> _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Subscribers<T> _subscribers = new(writer.Lock);

    public bool HasSynced => _synced.Task is { IsCompletedSuccessfully: true, Result: true };

    public Task<bool> Synced => _synced.Task;

    public string? ResourceVersion => writer.Content.ResourceVersion;

    public int Count => writer.Content.Count;

    /// <summary>Gets what the records that come through this door keep, and the records that are here already.</summary>
    public RecordOptions Records { get; } = records with { Known = key => (writer.Content.Find(key) as CompactState<T>)?.Record };

    public ListDraft<T> BeginList() => new(writer.Content);

    /// <summary>Takes a page of a list into what is built aside.</summary>
    public void Add(ListDraft<T> draft, ListPage<ResourceRecord> page)
    {
        draft.ResourceVersion ??= page.ResourceVersion;
        foreach (var record in page.Items)
        {
            if (intake.TryAdmit(record, writer.Content.Find(record.Key), out var item, out var refused))
            {
                draft.Add(item);
            }
            else
            {
                draft.AddUnreadable(refused.Key);
            }
        }

        foreach (var undecodable in page.Undecodable)
        {
            intake.Report(undecodable);
            draft.AddUnreadable(undecodable.Key);
        }
    }

    /// <summary>Takes a frame of a streamed list, other than an error, into what is built aside.</summary>
    public void Add(ListDraft<T> draft, WatchFrame<ResourceRecord> frame)
    {
        var isDeleted = (frame.Undecodable is null ? frame.Type : frame.UndecodableType) is WatchFrameType.Deleted;
        if (frame.Undecodable is { } undecodable)
        {
            AddUnreadable(draft, undecodable, isDeleted);
        }
        else if (frame.Object is { } record)
        {
            if (isDeleted)
            {
                draft.Remove(record.Key);
            }
            else if (intake.TryAdmit(record, writer.Content.Find(record.Key), out var item, out var refused))
            {
                draft.Add(item);
            }
            else
            {
                draft.AddUnreadable(refused.Key);
            }
        }
    }

    /// <summary>Replaces the store's content by a whole list, in one step.</summary>
    public void Commit(ListDraft<T> draft)
    {
        var isFirst = !HasSynced;
        Write(
            changed =>
            {
                writer.ReplaceLocked(draft, isFirst ? ChangeOrigin.InitialList : ChangeOrigin.Relist, changed);
                // Under the lock: who subscribes next finds the objects in the store, who subscribed before gets them from here.
                _synced.TrySetResult(true);
            },
            isFirst);
        var unreadable = draft.Unreadable.ToHashSet();
        intake.Quarantine.Keep((key, version) => unreadable.Contains(key) || writer.Content.Find(key)?.ResourceVersion == version);
    }

    /// <summary>Takes a frame of a watch in, other than an error.</summary>
    public void Apply(WatchFrame<ResourceRecord> frame)
    {
        if (frame.Type is WatchFrameType.Bookmark)
        {
            Write(_ => writer.AdvanceLocked(frame.ResourceVersion));
        }
        else if (frame.Undecodable is { } undecodable)
        {
            ApplyUndecodable(undecodable, frame.UndecodableType is WatchFrameType.Deleted);
        }
        else if (intake.TryAdmit(frame.Object!, writer.Content.Find(frame.Object!.Key), out var item, out var refused))
        {
            Take(item, frame.Type is WatchFrameType.Deleted);
        }
        else if (frame.Type is WatchFrameType.Deleted)
        {
            Forget(refused);
        }
        else
        {
            Write(_ => writer.AdvanceLocked(frame.ResourceVersion));
        }
    }

    /// <summary>Shows every object to every subscriber again, except where something newer waits.</summary>
    public void Resync()
    {
        lock (writer.Lock)
        {
            _subscribers.ResyncLocked(writer.Content.All());
        }
    }

    public InformerSubscription Subscribe(Action<ResourceChange<T>> onChange)
    {
        var subscription = new Subscription<T>(onChange, reader, new(maxPendingChanges), _subscribers.Remove, logger);
        lock (writer.Lock)
        {
            _subscribers.AddLocked(subscription, HasSynced ? writer.Content.All() : null);
        }

        subscription.Start();
        return subscription;
    }

    /// <summary>Ends all subscriptions.</summary>
    /// <returns>A task that completes when the callbacks in flight have returned.</returns>
    public Task CloseAsync()
    {
        _synced.TrySetResult(false);
        return _subscribers.CloseAsync();
    }

    private void AddUnreadable(ListDraft<T> draft, UndecodableObject undecodable, bool isDeleted)
    {
        if (isDeleted && undecodable.Key is { } key)
        {
            draft.Remove(key);
            return;
        }

        intake.Report(undecodable);
        draft.AddUnreadable(undecodable.Key);
    }

    private void Take(Stored<T> item, bool isDeleted)
    {
        if (!isDeleted)
        {
            Write(changed => writer.PutLocked(item, ChangeOrigin.Watch, changed));
            return;
        }

        intake.Quarantine.Release(item.Key);
        Write(changed => writer.RemoveLocked(item, ChangeOrigin.Watch, changed));
    }

    // A deletion that cannot be read is a deletion all the same; of any other state nothing is known but that the object is there.
    private void ApplyUndecodable(UndecodableObject undecodable, bool isDeleted)
    {
        if (isDeleted)
        {
            Forget(undecodable);
            return;
        }

        intake.Report(undecodable);
        Write(_ => writer.AdvanceLocked(undecodable.ResourceVersion));
    }

    private void Forget(UndecodableObject undecodable)
    {
        if (undecodable.Key is not { } key)
        {
            intake.Report(undecodable);
            return;
        }

        intake.Quarantine.Release(key);
        Write(changed => writer.RemoveLocked(key, undecodable.ResourceVersion, ChangeOrigin.Watch, changed));
    }

    private void Write(Action<Action<StoredChange<T>>> write, bool marksSync = false)
    {
        lock (writer.Lock)
        {
            write(_subscribers.PublishLocked);
            _subscribers.WakeLocked(marksSync);
        }
    }
}
