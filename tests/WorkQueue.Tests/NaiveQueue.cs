namespace KubeController.WorkQueues.Tests;

/// <summary>What the queue promises, said with lists and without a thought for speed. Time in milliseconds.</summary>
internal sealed class NaiveQueue(int agingInterval)
{
    private readonly List<(int Key, long Due, int Priority)> _delayed = [];
    private readonly List<(int Key, int Priority)> _dirtyInWork = [];
    private readonly Dictionary<int, int> _failures = [];
    private bool _isShutDown;
    private long _now;
    private int _takes;

    /// <summary>Gets the ready keys in the order in which they got the priority they have.</summary>
    public List<(int Key, int Priority)> Ready { get; } = [];

    public List<(int Key, int Priority)> Processing { get; } = [];

    public int DelayedCount => _delayed.Count;

    public int FailuresOf(int key) => _failures.GetValueOrDefault(key);

    public void Add(int key, long delay, int priority)
    {
        if (_isShutDown || TryRaise(Ready, key, priority) || TryRaise(_dirtyInWork, key, priority))
        {
            return;
        }

        var known = _delayed.FindIndex(entry => entry.Key == key);
        if (known >= 0)
        {
            priority = Math.Max(priority, _delayed[known].Priority);
        }

        if (delay > 0)
        {
            if (known >= 0 && _delayed[known].Due <= _now + delay)
            {
                _delayed[known] = _delayed[known] with { Priority = priority };
                return;
            }

            _delayed.RemoveAll(entry => entry.Key == key);
            _delayed.Add((key, _now + delay, priority));
            return;
        }

        _delayed.RemoveAll(entry => entry.Key == key);
        (Processing.Exists(entry => entry.Key == key) ? _dirtyInWork : Ready).Add((key, priority));
    }

    public (int Key, int Attempt, int Priority)? Take()
    {
        if (Ready.Count == 0)
        {
            return null;
        }

        _takes++;
        var isOldestNext = agingInterval > 0 && _takes % agingInterval == 0;
        var next = isOldestNext ? Ready[0] : Ready.MaxBy(entry => entry.Priority);
        Ready.Remove(next);
        Processing.Add(next);
        return (next.Key, FailuresOf(next.Key) + 1, next.Priority);
    }

    public void Settle(int key, bool failed, long? again, int? priority = null)
    {
        var work = Processing.Find(entry => entry.Key == key);
        _failures[key] = failed ? FailuresOf(key) + 1 : 0;
        if (failed)
        {
            again = Math.Max(again ?? 0, Math.Min(5L << Math.Min(_failures[key] - 1, 40), 1_000_000));
        }

        if (again is { } delay)
        {
            Add(key, delay, priority ?? (work.Priority == WorkPriority.Live ? WorkPriority.Retry : work.Priority));
        }

        Processing.Remove(work);
        var dirty = _dirtyInWork.FindIndex(entry => entry.Key == key);
        if (dirty >= 0)
        {
            Ready.Add(_dirtyInWork[dirty]);
            _dirtyInWork.RemoveAt(dirty);
        }
        else if (!_delayed.Exists(entry => entry.Key == key))
        {
            _failures.Remove(key);
        }
    }

    public void Advance(long milliseconds)
    {
        _now += milliseconds;
        foreach (var (key, _, priority) in _delayed.Where(entry => entry.Due <= _now).OrderBy(entry => entry.Due).ToList())
        {
            Add(key, 0, priority);
        }
    }

    public void ShutDown()
    {
        _isShutDown = true;
        _delayed.Clear();
    }

    // Whoever is raised comes behind those that have the higher priority already.
    private static bool TryRaise(List<(int Key, int Priority)> keys, int key, int priority)
    {
        var known = keys.FindIndex(entry => entry.Key == key);
        if (known >= 0 && priority > keys[known].Priority)
        {
            keys.RemoveAt(known);
            keys.Add((key, priority));
        }

        return known >= 0;
    }
}
