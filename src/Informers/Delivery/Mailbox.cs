using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Delivery;

/// <summary>What waits for one subscriber, oldest first. Up to a limit every change is kept; beyond it, a key's changes are merged into the one that waits.</summary>
internal sealed class Mailbox<T>(int limit)
    where T : class
{
    private readonly Lock _lock = new();
    // In the order to be told. A null is the mark after the last object of the initial list.
    private readonly LinkedList<PendingChange<T>?> _pending = new();
    // The newest waiting change of each key that has one: what a later change may be merged into without overtaking anything of that key.
    private readonly Dictionary<NamespacedName, LinkedListNode<PendingChange<T>?>> _newest = [];
    // The rest of a change that is told as two.
    private readonly Queue<StoredChange<T>> _taken = new();
    private long _merged;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count + _taken.Count;
            }
        }
    }

    public long Merged => Interlocked.Read(ref _merged);

    public void Add(StoredChange<T> change)
    {
        lock (_lock)
        {
            AssertInvariants();
            if (_pending.Count < limit || !_newest.TryGetValue(change.Key, out var node))
            {
                _newest[change.Key] = _pending.AddLast(new PendingChange<T>(change));
                return;
            }

            _merged++;
            node.Value!.Merge(change);
            if (node.Value.IsVoid)
            {
                _newest.Remove(change.Key);
                _pending.Remove(node);
            }
        }
    }

    /// <summary>Adds a repetition of the present state, unless something newer waits.</summary>
    public void AddResync(Stored<T> item)
    {
        lock (_lock)
        {
            if (!_newest.ContainsKey(item.Key))
            {
                _newest[item.Key] = _pending.AddLast(new PendingChange<T>(new(item.Key, item, item, ChangeOrigin.Resync)));
            }
        }
    }

    /// <summary>Marks the end of the initial list.</summary>
    public void AddMark()
    {
        lock (_lock)
        {
            _pending.AddLast((PendingChange<T>?)null);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _pending.Clear();
            _newest.Clear();
            _taken.Clear();
        }
    }

    /// <summary>Takes what is to be told next.</summary>
    /// <returns><see langword="false"/> when nothing waits; a <see langword="null"/> change is the mark.</returns>
    public bool TryTake([NotNullWhen(true)] out MailboxItem<T>? item)
    {
        lock (_lock)
        {
            AssertInvariants();
            if (_taken.TryDequeue(out var rest))
            {
                item = new(rest);
                return true;
            }

            item = _pending.First is { } node ? TakeLocked(node) : null;
            return item is not null;
        }
    }

    private MailboxItem<T> TakeLocked(LinkedListNode<PendingChange<T>?> node)
    {
        _pending.RemoveFirst();
        if (node.Value is not { } change)
        {
            return new(null);
        }

        if (_newest.TryGetValue(change.Key, out var newest) && ReferenceEquals(newest, node))
        {
            _newest.Remove(change.Key);
        }

        change.AppendTo(_taken);
        return new(_taken.Dequeue());
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "Invariants hold only under the lock.");
        Debug.Assert(_newest.Count <= _pending.Count, "The newest change of a key is one of those that wait.");
    }
}
