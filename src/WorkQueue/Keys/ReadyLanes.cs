namespace KubeController.WorkQueues.Keys;

/// <summary>The ready keys: the highest priority first, equals in the order they came, and now and then the one that came first of all. Not thread-safe.</summary>
internal sealed class ReadyLanes<TKey>
    where TKey : notnull
{
    // Empty lanes are kept as long as there are no more than these: the usual ones are never made anew.
    private const int KeptLanes = 16;

    private readonly KeyTable<TKey> _table;
    private readonly int _agingInterval;

    // The highest priority first.
    private readonly List<Lane<TKey>> _lanes = [];
    private int _takesUntilOldest;
    private long _arrivals;

    public ReadyLanes(KeyTable<TKey> table, int agingInterval)
    {
        (_table, _agingInterval, _takesUntilOldest) = (table, agingInterval, agingInterval);
        foreach (var priority in (ReadOnlySpan<int>)[WorkPriority.Live, WorkPriority.Retry, WorkPriority.Background])
        {
            LaneOf(priority);
        }
    }

    public int Count { get; private set; }

    public IReadOnlyList<Lane<TKey>> Lanes => _lanes;

    /// <summary>Puts a key behind those of the same priority.</summary>
    public void Add(int slot)
    {
        ref var entry = ref _table[slot];
        entry.Arrival = _arrivals++;
        LaneOf(entry.Priority).Keys.Append(slot);
        Count++;
    }

    /// <summary>Takes a key out, because its priority changes.</summary>
    public void Remove(int slot)
    {
        var lane = LaneOf(_table[slot].Priority);
        lane.Keys.Remove(slot);
        Count--;
        DropIfEmpty(lane);
    }

    public bool TryTake(out int slot)
    {
        if (Count == 0)
        {
            slot = 0;
            return false;
        }

        var lane = NextLane();
        slot = lane.Keys.First;
        lane.Keys.Remove(slot);
        Count--;
        DropIfEmpty(lane);
        return true;
    }

    private Lane<TKey> NextLane()
    {
        if (_agingInterval == 0 || --_takesUntilOldest > 0)
        {
            return HighestLane();
        }

        _takesUntilOldest = _agingInterval;
        return OldestLane();
    }

    private Lane<TKey> HighestLane()
    {
        var index = 0;
        while (_lanes[index].Keys.Count == 0)
        {
            index++;
        }

        return _lanes[index];
    }

    // The first of a lane is the one that is there for longest, so the oldest of all is one of the firsts.
    private Lane<TKey> OldestLane()
    {
        Lane<TKey>? oldest = null;
        foreach (var lane in _lanes)
        {
            if (lane.Keys.Count > 0 && (oldest is null || _table[lane.Keys.First].Arrival < _table[oldest.Keys.First].Arrival))
            {
                oldest = lane;
            }
        }

        return oldest!;
    }

    private Lane<TKey> LaneOf(int priority)
    {
        var (low, high) = (0, _lanes.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var lane = _lanes[middle];
            if (lane.Priority == priority)
            {
                return lane;
            }

            (low, high) = lane.Priority > priority ? (middle + 1, high) : (low, middle - 1);
        }

        var added = new Lane<TKey>(priority, _table);
        _lanes.Insert(low, added);
        return added;
    }

    private void DropIfEmpty(Lane<TKey> lane)
    {
        if (_lanes.Count > KeptLanes && lane.Keys.Count == 0)
        {
            _lanes.Remove(lane);
        }
    }
}
