using System.Diagnostics;

namespace KubeController.WorkQueues.Keys;

/// <summary>Finds slots by the hash codes of their keys: a table with linear probing. Not thread-safe.</summary>
/// <remarks>
/// Hash codes stand beside the slots' numbers, so that whatever is not looked for is passed over without a look at its slot: a look-up costs one access
/// to memory that is far away, and so does a removal.
/// </remarks>
internal sealed class SlotIndex
{
    private Entry[] _entries = new Entry[16];
    private int _shift = 32 - 4;

    public int Count { get; private set; }

    /// <summary>Gets what is at a position; a slot of 0 ends the search.</summary>
    public (int Hash, int Slot) this[int position] => (_entries[position].Hash, _entries[position].Slot);

    // The upper bits of a product: keys whose hash codes differ in few bits, such as numbers, are spread as well.
    public int HomeOf(int hash) => (int)((uint)hash * 0x9E3779B9u >> _shift);

    public int After(int position) => (position + 1) & (_entries.Length - 1);

    /// <summary>Reads where a search will begin and forgets it, so that the processor has it at hand.</summary>
    public void Touch(int hash) => _ = Volatile.Read(ref _entries[HomeOf(hash)].Slot);

    public void Add(int hash, int slot)
    {
        if (Count >= _entries.Length / 8 * 7)
        {
            Grow();
        }

        Insert(new(hash, slot));
        Count++;
    }

    public void Remove(int hash, int slot)
    {
        var hole = HomeOf(hash);
        while (_entries[hole].Slot != slot)
        {
            hole = After(hole);
        }

        // What was pushed on by others moves back, so that no search ends too soon.
        for (var position = After(hole); _entries[position].Slot != 0; position = After(position))
        {
            if (DistanceOf(HomeOf(_entries[position].Hash), position) >= DistanceOf(hole, position))
            {
                _entries[hole] = _entries[position];
                hole = position;
            }
        }

        _entries[hole] = default;
        Count--;
        Debug.Assert(Count >= 0, "No more is removed than was added.");
    }

    private int DistanceOf(int from, int to) => (to - from) & (_entries.Length - 1);

    private void Insert(Entry entry)
    {
        var position = HomeOf(entry.Hash);
        while (_entries[position].Slot != 0)
        {
            position = After(position);
        }

        _entries[position] = entry;
    }

    private void Grow()
    {
        var before = _entries;
        _shift--;
        _entries = new Entry[before.Length * 2];
        foreach (var entry in before)
        {
            if (entry.Slot != 0)
            {
                Insert(entry);
            }
        }
    }

    private struct Entry(int hash, int slot)
    {
        public int Hash = hash;
        public int Slot = slot;
    }
}
