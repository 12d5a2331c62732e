using System.Diagnostics;

namespace KubeController.WorkQueues.Keys;

/// <summary>Slots in a row, linked by their own fields: any of them can be taken out at once. Not thread-safe.</summary>
internal sealed class SlotList<TKey>(KeyTable<TKey> table)
    where TKey : notnull
{
    private int _last;

    public int Count { get; private set; }

    /// <summary>Gets the slot that is in the list for longest; 0 if the list is empty.</summary>
    public int First { get; private set; }

    public void Append(int slot)
    {
        ref var entry = ref table[slot];
        entry.Previous = _last;
        entry.Next = 0;
        if (_last == 0)
        {
            First = slot;
        }
        else
        {
            table[_last].Next = slot;
        }

        _last = slot;
        Count++;
    }

    public void Remove(int slot)
    {
        ref var entry = ref table[slot];
        if (entry.Previous == 0)
        {
            First = entry.Next;
        }
        else
        {
            table[entry.Previous].Next = entry.Next;
        }

        if (entry.Next == 0)
        {
            _last = entry.Previous;
        }
        else
        {
            table[entry.Next].Previous = entry.Previous;
        }

        Count--;
        Debug.Assert(Count >= 0 && (Count == 0) == (First == 0) && (First == 0) == (_last == 0), "An empty list has no end, and no other.");
    }

    /// <summary>Returns the slots from the first to the last; the list must not change meanwhile.</summary>
    public IEnumerable<int> Slots()
    {
        for (var slot = First; slot != 0; slot = table[slot].Next)
        {
            yield return slot;
        }
    }
}
