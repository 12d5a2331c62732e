using System.Collections.Immutable;
using System.Diagnostics;

namespace KubeController.Testing.Storage;

/// <summary>The objects of one kind and the history of their changes. Every member is called under the lock of the <see cref="RevisionStore"/>.</summary>
internal sealed class ObjectTable(int historySize, long startRevision)
{
    // The last changes, a ring: the oldest is at _first. Their revisions rise.
    private readonly List<Change> _history = [];
    private int _first;
    // The objects before the oldest change of the ring.
    private ImmutableSortedSet<StoredObject> _before = ImmutableSortedSet.Create<StoredObject>(KeyComparer.Instance);
    // Changes up to here have left the ring: a running watch that has not seen them has lost something.
    private long _forgotten = startRevision;
    // Wakes those who wait for a change; null while nobody does.
    private TaskCompletionSource? _next;

    /// <summary>The objects now.</summary>
    public ImmutableSortedSet<StoredObject> Objects { get; private set; } = ImmutableSortedSet.Create<StoredObject>(KeyComparer.Instance);

    /// <summary>The lowest revision that a new watch may start from, and that a list may ask for exactly.</summary>
    public long OldestRevision { get; private set; } = startRevision;

    /// <summary>The object with the key; null where there is none.</summary>
    public StoredObject? Find(string key) => Objects.TryGetValue(StoredObject.Probe(key), out var found) ? found : null;

    /// <summary>Stores an object in place of what has its key.</summary>
    /// <returns>Those to wake after leaving the lock; null if there are none.</returns>
    public TaskCompletionSource? Put(StoredObject current, StoredObject? previous)
    {
        Objects = (previous is null ? Objects : Objects.Remove(previous)).Add(current);
        return Append(new Change(current.Revision, previous, current, IsDeletion: false, Objects));
    }

    /// <summary>Takes an object away.</summary>
    /// <returns>Those to wake after leaving the lock; null if there are none.</returns>
    public TaskCompletionSource? Remove(StoredObject previous, StoredObject last)
    {
        Objects = Objects.Remove(previous);
        return Append(new Change(last.Revision, previous, last, IsDeletion: true, Objects));
    }

    /// <summary>The changes after a revision; a task to wait for if there are none.</summary>
    /// <param name="position">The revision up to which everything is known.</param>
    /// <param name="revision">The revision of the store.</param>
    public ChangeBatch ReadAfter(long position, long revision)
    {
        if (position < _forgotten)
        {
            return new ChangeBatch { Changes = [], Revision = position, IsExpired = true };
        }

        var index = FirstAfter(position);
        if (index < _history.Count)
        {
            var changes = new Change[_history.Count - index];
            for (var i = 0; i < changes.Length; i++)
            {
                changes[i] = At(index + i);
            }

            return new ChangeBatch { Changes = changes, Revision = Math.Max(revision, position) };
        }

        _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ChangeBatch { Changes = [], Revision = Math.Max(revision, position), Next = _next.Task };
    }

    /// <summary>The objects as they were at a revision; null where that is forgotten.</summary>
    public ImmutableSortedSet<StoredObject>? AsOf(long revision)
    {
        if (revision < OldestRevision)
        {
            return null;
        }

        var next = FirstAfter(revision);
        return next == 0 ? _before : At(next - 1).After;
    }

    /// <summary>Refuses from now on what asks for revisions before this one. Running watches go on.</summary>
    public void Compact(long revision) => OldestRevision = Math.Max(OldestRevision, revision);

    private TaskCompletionSource? Append(Change change)
    {
        Debug.Assert(_history.Count == 0 || At(_history.Count - 1).Revision < change.Revision, "Revisions rise.");
        if (_history.Count < historySize)
        {
            _history.Add(change);
        }
        else
        {
            var oldest = _history[_first];
            _before = oldest.After;
            _forgotten = oldest.Revision;
            OldestRevision = Math.Max(OldestRevision, oldest.Revision);
            _history[_first] = change;
            _first = (_first + 1) % _history.Count;
        }

        var waiting = _next;
        _next = null;
        return waiting;
    }

    private Change At(int index) => _history[(_first + index) % _history.Count];

    // The index of the first change with a higher revision; the count if there is none.
    private int FirstAfter(long revision)
    {
        int low = 0, high = _history.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Revision > revision)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
