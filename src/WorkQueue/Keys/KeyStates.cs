using System.Diagnostics;

namespace KubeController.WorkQueues.Keys;

/// <summary>What the queue knows about each key: the rules of the queue without threads and waiting. Not thread-safe.</summary>
/// <remarks>
/// A key is delayed, or ready, or processing, or processing and dirty, or processing and delayed; otherwise it is unknown. Each method takes a key
/// from one of these to another.
/// </remarks>
internal sealed class KeyStates<TKey>
    where TKey : notnull
{
    private readonly KeyTable<TKey> _table;
    private readonly ReadyLanes<TKey> _ready;
    private readonly SlotList<TKey> _processing;
    private readonly DelayedKeys<TKey> _delayed;

    // Keys that nothing is to come of. They are forgotten together, and at the latest when no key is left: what that needs of far memory is then waited for once.
    private readonly int[] _ending = new int[64];
    private int _endingCount;

    public KeyStates(IEqualityComparer<TKey>? comparer, int agingInterval)
    {
        _table = new(comparer);
        _ready = new(_table, agingInterval);
        _processing = new(_table);
        _delayed = new(_table);
    }

    public KeyTable<TKey> Table => _table;

    public ReadyLanes<TKey> Ready => _ready;

    public SlotList<TKey> Processing => _processing;

    public DelayedKeys<TKey> Delayed => _delayed;

    /// <summary>Gets how many keys are dirty in a worker's hands.</summary>
    public int DirtyCount { get; private set; }

    /// <summary>Gets how often a key became ready or dirty.</summary>
    public long Adds { get; private set; }

    /// <summary>Gets how many keys nothing is to come of, which are not forgotten yet.</summary>
    public int EndingCount => _endingCount;

    /// <summary>True if no key is ready, and none will be when its worker is done with it.</summary>
    public bool IsClean => _ready.Count == 0 && DirtyCount == 0;

    /// <summary>Returns the slot of a key, which is a new one if the key is unknown.</summary>
    public int SlotOf(TKey key, int hash) => _table.Find(key, hash) is var slot and not 0 ? slot : _table.Add(key, hash);

    /// <summary>Makes a key ready, or dirty if a worker has it, at once instead of later; true if it became ready.</summary>
    public bool MarkDirty(int slot, int priority, TimeSpan? since)
    {
        ref var entry = ref _table[slot];
        if (entry.Is(KeyState.Ready | KeyState.Dirty))
        {
            Raise(slot, priority);
            return false;
        }

        if (entry.Is(KeyState.Delayed))
        {
            _delayed.Remove(slot);
            entry.State &= ~KeyState.Delayed;
            priority = Math.Max(priority, entry.Priority);
        }

        entry.Priority = priority;
        entry.Since = since;
        Adds++;
        if (entry.Is(KeyState.Processing))
        {
            entry.State |= KeyState.Dirty;
            DirtyCount++;
            return false;
        }

        entry.State = KeyState.Ready;
        _ready.Add(slot);
        return true;
    }

    /// <summary>Notes when a key becomes dirty, unless it is dirty already or will be sooner.</summary>
    public void MarkDelayed(int slot, int priority, TimeSpan due)
    {
        ref var entry = ref _table[slot];
        if (entry.Is(KeyState.Ready | KeyState.Dirty))
        {
            Raise(slot, priority);
        }
        else if (entry.Is(KeyState.Delayed))
        {
            entry.Priority = Math.Max(priority, entry.Priority);
            _delayed.MoveForward(slot, due);
        }
        else
        {
            entry.Priority = priority;
            entry.State |= KeyState.Delayed;
            _delayed.Add(slot, due);
        }
    }

    /// <summary>Makes a delayed key whose time has come ready or dirty; false if there is none.</summary>
    public bool TryMarkDue(TimeSpan now, out bool becameReady)
    {
        becameReady = false;
        if (!_delayed.TryTakeDue(now, out var slot))
        {
            return false;
        }

        _table[slot].State &= ~KeyState.Delayed;
        becameReady = MarkDirty(slot, _table[slot].Priority, now);
        return true;
    }

    /// <summary>Gives the next ready key to a worker.</summary>
    public bool TryBeginWork(TimeSpan now, out int slot)
    {
        if (!_ready.TryTake(out slot))
        {
            return false;
        }

        ref var entry = ref _table[slot];
        Debug.Assert(entry.State == KeyState.Ready, "No ready key is in a worker's hands, or delayed.");
        entry.State = KeyState.Processing;
        entry.TakenAt = now;
        entry.Version++;
        _processing.Append(slot);
        return true;
    }

    /// <summary>Notes that the worker is done with a key: it becomes ready if it is dirty, and unknown if nothing is to come; true if it became ready.</summary>
    public bool EndWork(int slot)
    {
        ref var entry = ref _table[slot];
        Debug.Assert(entry.Is(KeyState.Processing), "Only a key in a worker's hands is settled.");
        entry.Version++;
        _processing.Remove(slot);
        if (entry.Is(KeyState.Dirty))
        {
            DirtyCount--;
            entry.State = KeyState.Ready;
            _ready.Add(slot);
            return true;
        }

        entry.State &= ~KeyState.Processing;
        if (entry.State == KeyState.None)
        {
            NoteEnd(slot);
        }

        return false;
    }

    /// <summary>Forgets the delayed keys.</summary>
    public void ForgetDelayed()
    {
        ForgetEnding();
        foreach (var slot in _delayed.Slots())
        {
            ref var entry = ref _table[slot];
            entry.State &= ~KeyState.Delayed;
            if (entry.State == KeyState.None)
            {
                _table.Remove(slot);
            }
        }

        _delayed.Clear();
    }

    private void NoteEnd(int slot)
    {
        ref var entry = ref _table[slot];
        entry.Failures = 0;
        if (!entry.IsEnding)
        {
            entry.IsEnding = true;
            _ending[_endingCount++] = slot;
        }

        if (_endingCount == _ending.Length || (_ready.Count == 0 && _processing.Count == 0))
        {
            ForgetEnding();
        }
    }

    private void ForgetEnding()
    {
        var ending = _ending.AsSpan(0, _endingCount);
        _endingCount = 0;
        foreach (var slot in ending)
        {
            _table.Touch(_table[slot].Hash);
        }

        foreach (var slot in ending)
        {
            _table[slot].IsEnding = false;
            if (_table[slot].State == KeyState.None)
            {
                _table.Remove(slot);
            }
        }
    }

    // Raising never lowers, and puts a ready key behind its new equals.
    private void Raise(int slot, int priority)
    {
        ref var entry = ref _table[slot];
        if (priority <= entry.Priority)
        {
            return;
        }

        if (entry.Is(KeyState.Ready))
        {
            _ready.Remove(slot);
            entry.Priority = priority;
            _ready.Add(slot);
        }
        else
        {
            entry.Priority = priority;
        }
    }
}
