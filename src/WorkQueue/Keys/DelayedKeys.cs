using System.Diagnostics;

namespace KubeController.WorkQueues.Keys;

/// <summary>Keys with a due time, each at most once, soonest first; keys due at the same time in the order they came.</summary>
/// <remarks>
/// A heap with four children a node, whose keys know where they are, because a key must be removable: an immediate add takes a key's delayed entry
/// away, and entries left behind to expire would pile up. Not thread-safe; allocates only to grow.
/// </remarks>
internal sealed class DelayedKeys<TKey>(KeyTable<TKey> table)
    where TKey : notnull
{
    private const int Children = 4;

    private readonly List<Entry> _heap = [];
    private long _arrivals;

    public int Count => _heap.Count;

    /// <summary>Gets the soonest due time; <see langword="null"/> if there is none.</summary>
    public TimeSpan? NextDue => _heap.Count == 0 ? null : _heap[0].Due;

    public TimeSpan DueOf(int slot) => _heap[table[slot].HeapPosition].Due;

    /// <summary>Notes a key that is not noted yet.</summary>
    public void Add(int slot, TimeSpan due)
    {
        table[slot].Arrival = _arrivals++;
        _heap.Add(default);
        MoveUp(_heap.Count - 1, new(due, slot));
    }

    /// <summary>Moves a noted key forward, unless it is noted for no later time.</summary>
    public void MoveForward(int slot, TimeSpan due)
    {
        var position = table[slot].HeapPosition;
        if (due < _heap[position].Due)
        {
            table[slot].Arrival = _arrivals++;
            MoveUp(position, new(due, slot));
        }
    }

    public void Remove(int slot)
    {
        var hole = table[slot].HeapPosition;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (hole == _heap.Count)
        {
            return;
        }

        // The last entry fills the hole; which way it then has to go depends on where the hole was.
        if (hole > 0 && IsBefore(last, _heap[ParentOf(hole)]))
        {
            MoveUp(hole, last);
        }
        else
        {
            MoveDown(hole, last);
        }
    }

    public bool TryTakeDue(TimeSpan now, out int slot)
    {
        if (NextDue is not { } due || due > now)
        {
            slot = 0;
            return false;
        }

        slot = _heap[0].Slot;
        Remove(slot);
        return true;
    }

    /// <summary>Returns the slots, in no particular order.</summary>
    public IEnumerable<int> Slots() => _heap.Select(entry => entry.Slot);

    public void Clear()
    {
        _heap.Clear();
        _heap.TrimExcess();
    }

    private static int ParentOf(int position) => (position - 1) / Children;

    private bool IsBefore(in Entry left, in Entry right) =>
        left.Due < right.Due || (left.Due == right.Due && table[left.Slot].Arrival < table[right.Slot].Arrival);

    private void MoveUp(int position, in Entry entry)
    {
        while (position > 0 && IsBefore(entry, _heap[ParentOf(position)]))
        {
            Place(position, _heap[ParentOf(position)]);
            position = ParentOf(position);
        }

        Place(position, entry);
    }

    private void MoveDown(int position, in Entry entry)
    {
        while (SoonestChildOf(position) is var child && child > 0 && IsBefore(_heap[child], entry))
        {
            Place(position, _heap[child]);
            position = child;
        }

        Place(position, entry);
    }

    // 0, which is nobody's child, if there is none.
    private int SoonestChildOf(int position)
    {
        var first = (Children * position) + 1;
        if (first >= _heap.Count)
        {
            return 0;
        }

        var soonest = first;
        for (var child = first + 1; child < first + Children && child < _heap.Count; child++)
        {
            if (IsBefore(_heap[child], _heap[soonest]))
            {
                soonest = child;
            }
        }

        return soonest;
    }

    private void Place(int position, in Entry entry)
    {
        _heap[position] = entry;
        table[entry.Slot].HeapPosition = position;
        Debug.Assert(table[entry.Slot].HeapPosition < _heap.Count, "Every key of the heap knows its place.");
    }

    private readonly record struct Entry(TimeSpan Due, int Slot);
}
