using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Delivery;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers;

/// <summary>The one door through which a store changes: what changes there is queued for every subscriber, under the same lock and so in the same order.</summary>
internal sealed partial class StoreFeed<T>(
    StoreWriter<T> writer, Intake<T> intake, StateReader<T> reader, RecordOptions records, ListedParts listed, int maxPendingChanges, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // True once the first list is in the store, false when the informer stopped before.
    private readonly TaskCompletionSource<bool> _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Subscribers<T> _subscribers = new(writer.Lock);

    public bool HasSynced => _synced.Task is { IsCompletedSuccessfully: true, Result: true };

    public Task<bool> Synced => _synced.Task;

    public string? ResourceVersion => writer.Content.ResourceVersion;

    public int Count => writer.Content.Count;

    /// <summary>Gets the bytes of JSON in the store.</summary>
    public long Size => writer.Content.Size;

    /// <summary>Gets how many changes wait, for each name of a subscriber.</summary>
    public IReadOnlyDictionary<string, int> Pending => _subscribers.Pending;

    /// <summary>Gets what the records that come through this door keep, and the records that are here already.</summary>
    public RecordOptions Records { get; } = records with { Known = key => (writer.Content.Find(key) as CompactState<T>)?.Record };

    public ListDraft<T> BeginList(string part) => new(writer.Content, part);

    /// <summary>Tells whether the first list of a part is in the store.</summary>
    public bool HasListed(string part) => listed.Has(part);

    public int CountOf(string part) => part.Length == 0 ? writer.Content.Count : writer.Content.Objects.CountOf(part);

    /// <summary>Takes a page of a list into what is built aside.</summary>
    public void Add(ListDraft<T> draft, ListPage<ResourceRecord> page)
    {
        draft.ResourceVersion ??= page.ResourceVersion;
        draft.ConfirmedShardSelector = page.ConfirmedShardSelector;
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

    /// <summary>Replaces what the store has of a part by a whole list, in one step.</summary>
    public void Commit(ListDraft<T> draft)
    {
        var isFirst = !listed.Has(draft.Part);
        Write(changed =>
        {
            writer.ReplaceLocked(draft, isFirst ? ChangeOrigin.InitialList : ChangeOrigin.Relist, changed);
            listed.Add(draft.Part);
        });
        var unreadable = draft.Unreadable.ToHashSet();
        intake.Quarantine.Keep((key, version) => !draft.Covers(key) || unreadable.Contains(key) || writer.Content.Find(key)?.ResourceVersion == version);
    }

    /// <summary>Takes a frame of the watch of a part in, other than an error.</summary>
    public void Apply(WatchFrame<ResourceRecord> frame, string part)
    {
        if (frame.Type is WatchFrameType.Bookmark)
        {
            Write(_ => writer.BookmarkLocked(part, frame.ResourceVersion));
        }
        else if (frame.Type is WatchFrameType.Outside)
        {
            Write(_ => writer.AdvanceLocked(part, frame.ResourceVersion));
        }
        else if (frame.Undecodable is { } undecodable)
        {
            ApplyUndecodable(undecodable, part, frame.UndecodableType is WatchFrameType.Deleted);
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
            Write(_ => writer.AdvanceLocked(part, frame.ResourceVersion));
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

    public InformerSubscription Subscribe(Action<ResourceChange<T>> onChange, string? name)
    {
        var subscription = new Subscription<T>(name, onChange, reader, new(maxPendingChanges), _subscribers.Remove, logger);
        lock (writer.Lock)
        {
            _subscribers.AddLocked(subscription, writer.Content.All(), HasSynced);
        }

        subscription.Start();
        return subscription;
    }

    /// <summary>Ends all subscriptions.</summary>
    /// <returns>A task that completes when the callbacks in flight have returned.</returns>
    public Task CloseAsync()
    {
        _synced.TrySetResult(false);
        lock (writer.Lock)
        {
            _waiters.CloseLocked();
        }

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
    private void ApplyUndecodable(UndecodableObject undecodable, string part, bool isDeleted)
    {
        if (isDeleted)
        {
            Forget(undecodable);
            return;
        }

        intake.Report(undecodable);
        Write(_ => writer.AdvanceLocked(part, undecodable.ResourceVersion));
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

    private void Write(Action<Action<StoredChange<T>>> write)
    {
        lock (writer.Lock)
        {
            write(_subscribers.PublishLocked);
            // Under the lock: who subscribes next finds the objects in the store, who subscribed before gets them from here.
            _subscribers.WakeLocked(marksSync: listed.IsWhole && !_synced.Task.IsCompleted && _synced.TrySetResult(true));
            _waiters.ReleaseLocked(writer.Content.ResourceVersion);
        }
    }
}
