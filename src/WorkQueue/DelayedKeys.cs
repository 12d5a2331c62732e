using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace KubeController.WorkQueues;

/// <summary>Keys with a due time, each at most once, soonest first; keys due at the same time in the order they came.</summary>
/// <remarks>
/// A binary heap that knows where each key sits, because a key must be removable: an immediate add takes a key's delayed
/// entry away, and entries left behind to expire would pile up. Not thread-safe; allocates only to grow.
/// </remarks>
internal sealed class DelayedKeys<TKey>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private readonly List<Entry> _heap = [];
    private readonly Dictionary<TKey, int> _positions = new(comparer);
    private long _arrivals;

    public int Count => _heap.Count;

    public IEnumerable<TKey> Keys => _positions.Keys;

    /// <summary>The soonest due time; the heap is not empty.</summary>
    public TimeSpan NextDue => _heap[0].Due;

    /// <summary>Notes a key, or moves it forward if it is noted for later; false if nothing changed.</summary>
    public bool Schedule(TKey key, TimeSpan due)
    {
        if (_positions.TryGetValue(key, out var position))
        {
            if (_heap[position].Due <= due)
            {
                return false;
            }

            MoveUp(position, new(key, due, _arrivals++));
            return true;
        }

        _heap.Add(default);
        MoveUp(_heap.Count - 1, new(key, due, _arrivals++));
        return true;
    }

    public bool Remove(TKey key)
    {
        if (!_positions.Remove(key, out var hole))
        {
            return false;
        }

        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (hole < _heap.Count)
        {
            // The last entry fills the hole; which way it then has to go depends on where the hole was.
            if (hole > 0 && last.IsBefore(_heap[ParentOf(hole)]))
            {
                MoveUp(hole, last);
            }
            else
            {
                MoveDown(hole, last);
            }
        }

        return true;
    }

    public bool TryTakeDue(TimeSpan now, [MaybeNullWhen(false)] out TKey key)
    {
        if (_heap.Count == 0 || NextDue > now)
        {
            key = default;
            return false;
        }

        key = _heap[0].Key;
        return Remove(key);
    }

    public void Clear()
    {
        _heap.Clear();
        _positions.Clear();
    }

    private static int ParentOf(int position) => (position - 1) / 2;

    private void MoveUp(int position, Entry entry)
    {
        while (position > 0 && entry.IsBefore(_heap[ParentOf(position)]))
        {
            Place(position, _heap[ParentOf(position)]);
            position = ParentOf(position);
        }

        Place(position, entry);
    }

    private void MoveDown(int position, Entry entry)
    {
        while (true)
        {
            var child = (2 * position) + 1;
            if (child + 1 < _heap.Count && _heap[child + 1].IsBefore(_heap[child]))
            {
                child++;
            }

            if (child >= _heap.Count || entry.IsBefore(_heap[child]))
            {
                break;
            }

            Place(position, _heap[child]);
            position = child;
        }

        Place(position, entry);
        Debug.Assert(_heap.Count == _positions.Count, "Every key of the heap knows its place, and no other key does.");
    }

    private void Place(int position, Entry entry)
    {
        _heap[position] = entry;
        _positions[entry.Key] = position;
    }

    private readonly record struct Entry(TKey Key, TimeSpan Due, long Arrival)
    {
        public bool IsBefore(in Entry other) => Due < other.Due || (Due == other.Due && Arrival < other.Arrival);
    }
}
