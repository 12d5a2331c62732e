using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Delivery;

/// <summary>What a subscriber has yet to be told about one object: where it stands, and where the object has got to since.</summary>
internal sealed class PendingChange<T>(StoredChange<T> first)
    where T : class
{
    // What the subscriber knows before this, and the newest state.
    private readonly Stored<T>? _before = first.Old;
    private Stored<T>? _after = first.New;
    // The last state before a deletion.
    private Stored<T>? _last = first.IsDeleted ? first.Old : null;
    // A state between _before and _last was passed over; only then is a deletion preceded by a modification.
    private bool _hasSkipped;
    private ChangeOrigin _origin = first.Origin;
    private bool _isFinalStateUnknown = first.IsFinalStateUnknown;

    public NamespacedName Key => first.Key;

    /// <summary>Gets a value indicating whether there is nothing to tell: the object came and went unseen.</summary>
    public bool IsVoid => _before is null && _after is null;

    /// <summary>Takes a later change of the same object in.</summary>
    public void Merge(StoredChange<T> next)
    {
        _hasSkipped |= _after is not null && !ReferenceEquals(_after, _before);
        _after = next.New;
        _last = next.IsDeleted ? next.Old : null;
        // Whoever passes over what this process did itself must not pass over what others did with it.
        _origin = next.Origin is ChangeOrigin.OwnWrite ? _origin : next.Origin;
        _isFinalStateUnknown = next.IsFinalStateUnknown;
    }

    /// <summary>Says what is to be told: one change, or two when a single one would hide that the object is another one now, or how it was when it went.</summary>
    public void AppendTo(Queue<StoredChange<T>> changes)
    {
        if (_before is null || (_after is not null && _after.IsSameObjectAs(_before)))
        {
            changes.Enqueue(new(Key, _before, _after, _origin));
        }
        else if (_after is not null)
        {
            changes.Enqueue(new(Key, _before, null, _origin) { IsFinalStateUnknown = true });
            changes.Enqueue(new(Key, null, _after, _origin));
        }
        else
        {
            AppendDeletion(changes, _before, _last ?? _before);
        }
    }

    private void AppendDeletion(Queue<StoredChange<T>> changes, Stored<T> before, Stored<T> last)
    {
        if (!last.IsSameObjectAs(before))
        {
            // Deleted, created and deleted again: the second one was never seen.
            changes.Enqueue(new(Key, before, null, _origin) { IsFinalStateUnknown = true });
            return;
        }

        if (_hasSkipped)
        {
            changes.Enqueue(new(Key, before, last, _origin));
        }

        changes.Enqueue(new(Key, last, null, _origin) { IsFinalStateUnknown = _isFinalStateUnknown });
    }
}
