namespace KubeController.WorkQueues.Keys;

/// <summary>All that a queue knows of one key. Slots are numbered from 1; 0 is no slot.</summary>
internal struct KeySlot<TKey>
{
    public TKey Key;

    public int Hash;

    // Neighbours in the list the key is in: its lane when it is ready, the keys in work when it is processing. A free slot has the next free one.
    public int Previous;
    public int Next;

    // Where it is in the heap of delayed keys.
    public int HeapPosition;

    // With which priority it waits, or will wait.
    public int Priority;

    // In a row, as far as they were counted. Kept as long as the key is known, so that memory of failures is bounded by the keys.
    public int Failures;

    // Counts takes and settlements, so that an item can tell whether its work is still its own.
    public int Version;

    public KeyState State;

    // On the list of those that are to be forgotten, unless they have come back by then.
    public bool IsEnding;

    // When it became ready or dirty, if somebody wanted to know.
    public TimeSpan? Since
    {
        readonly get => _since == default ? null : _since - TimeSpan.FromTicks(1);
        set => _since = value is { } since ? since + TimeSpan.FromTicks(1) : default;
    }

    // When a worker took it.
    public TimeSpan TakenAt;

    // Its number among all that became ready or delayed: the order among equals.
    public long Arrival;

    // One more than it says; zero says nothing.
    private TimeSpan _since;

    public readonly bool Is(KeyState state) => (State & state) != 0;
}
