using System.Runtime.CompilerServices;

namespace KubeController.WorkQueues.Keys;

/// <summary>The keys a queue knows, each in a slot that stays where it is, and an index by which a key's slot is found. Not thread-safe.</summary>
/// <remarks>
/// One look-up finds all that is known of a key, and who has the number of its slot needs none; a dictionary for each state would need four, and twice
/// the memory. Slots are in pages, so that growing copies none of them. Memory is kept at its highest use; keys are not.
/// </remarks>
internal sealed class KeyTable<TKey>
    where TKey : notnull
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    // Null for the default equality of a value type, which the compiler then inlines.
    private readonly IEqualityComparer<TKey>? _comparer;
    private readonly SlotIndex _index = new();
    private readonly FreeSlots _free = new();
    private KeySlot<TKey>[][] _pages = [];

    public KeyTable(IEqualityComparer<TKey>? comparer) =>
        _comparer = comparer ?? (typeof(TKey).IsValueType ? null : EqualityComparer<TKey>.Default);

    public int Count => _index.Count;

    /// <summary>Gets the highest number a slot has had.</summary>
    public int LastSlot { get; private set; }

    public ref KeySlot<TKey> this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pages[slot >> PageBits][slot & (PageSize - 1)];
    }

    /// <summary>Returns the hash code of a key; it needs no lock.</summary>
    public int HashOf(TKey key) => _comparer is null ? key.GetHashCode() : _comparer.GetHashCode(key);

    /// <summary>Asks for the memory that a look-up will need.</summary>
    public void Touch(int hash) => _index.Touch(hash);

    /// <summary>Returns the slot of a key, or 0.</summary>
    public int Find(TKey key, int hash)
    {
        for (var position = _index.HomeOf(hash); ; position = _index.After(position))
        {
            var (entryHash, slot) = _index[position];
            if (slot == 0 || (entryHash == hash && AreEqual(this[slot].Key, key)))
            {
                return slot;
            }
        }
    }

    /// <summary>Takes a key in that the table does not have.</summary>
    public int Add(TKey key, int hash)
    {
        var slot = TakeFreeSlot();
        ref var entry = ref this[slot];
        entry.Key = key;
        entry.Hash = hash;
        _index.Add(hash, slot);
        return slot;
    }

    /// <summary>Forgets a key, and all that is known of it but how often its slot was used.</summary>
    public void Remove(int slot)
    {
        ref var entry = ref this[slot];
        _index.Remove(entry.Hash, slot);
        entry = new() { Version = entry.Version };
        _free.Add(slot);
    }

    private bool AreEqual(TKey left, TKey right) =>
        _comparer is null ? EqualityComparer<TKey>.Default.Equals(left, right) : _comparer.Equals(left, right);

    private int TakeFreeSlot()
    {
        if (!_free.IsEmpty)
        {
            return _free.TakeLowest();
        }

        LastSlot++;
        if (LastSlot >> PageBits >= _pages.Length)
        {
            _pages = [.. _pages, new KeySlot<TKey>[PageSize]];
        }

        return LastSlot;
    }
}
