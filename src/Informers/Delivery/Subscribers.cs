using System.Collections.Immutable;
using k8s;
using k8s.Models;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Delivery;

/// <summary>All subscribers of one store. Its lock is the store's: who subscribes, and what is told, changes together with what is stored.</summary>
internal sealed class Subscribers<T>(Lock storeLock)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private ImmutableArray<Subscription<T>> _subscriptions = [];
    private bool _isClosed;

    /// <summary>Gets how many changes wait, for each name of a subscriber.</summary>
    public IReadOnlyDictionary<string, int> Pending =>
        _subscriptions.GroupBy(subscription => subscription.Name).ToDictionary(group => group.Key, group => group.Sum(subscription => subscription.PendingCount));

    /// <summary>Adds a subscriber.</summary>
    /// <param name="subscription">The subscriber.</param>
    /// <param name="present">What is there already: it waits for the subscriber as its initial list.</param>
    /// <param name="isWhole">Whether that is the whole of it; otherwise the rest comes with the lists that are to come.</param>
    /// <exception cref="InvalidOperationException">There is nothing to come any more.</exception>
    public void AddLocked(Subscription<T> subscription, IEnumerable<Stored<T>> present, bool isWhole)
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("The informer has stopped and delivers nothing any more. Subscribe to a running one, or before it runs.");
        }

        foreach (var item in present)
        {
            subscription.Mailbox.Add(new(item.Key, null, item, ChangeOrigin.InitialList));
        }

        if (isWhole)
        {
            subscription.Mailbox.AddMark();
        }

        subscription.Wake();
        _subscriptions = _subscriptions.Add(subscription);
    }

    public void Remove(Subscription<T> subscription)
    {
        lock (storeLock)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }

    public void PublishLocked(StoredChange<T> change)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Mailbox.Add(change);
        }
    }

    /// <summary>Lets the subscribers go on, after all changes of one step were published; after the first list with the mark that it was the whole.</summary>
    public void WakeLocked(bool marksSync)
    {
        foreach (var subscription in _subscriptions)
        {
            if (marksSync)
            {
                subscription.Mailbox.AddMark();
            }

            subscription.Wake();
        }
    }

    public void ResyncLocked(IEnumerable<Stored<T>> present)
    {
        foreach (var item in present)
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Mailbox.AddResync(item);
            }
        }

        WakeLocked(marksSync: false);
    }

    /// <summary>Ends all subscriptions, and admits no other.</summary>
    public Task CloseAsync()
    {
        ImmutableArray<Subscription<T>> ending;
        lock (storeLock)
        {
            _isClosed = true;
            ending = _subscriptions;
            _subscriptions = [];
        }

        return Task.WhenAll(ending.Select(subscription => subscription.EndAsync()));
    }
}
