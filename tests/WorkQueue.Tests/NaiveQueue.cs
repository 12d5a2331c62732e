namespace KubeController.WorkQueues.Tests;

/// <summary>What the queue promises, said with lists and without a thought for speed. Time in milliseconds.</summary>
internal sealed class NaiveQueue
{
    private readonly List<(int Key, long Due)> _delayed = [];
    private readonly HashSet<int> _dirtyInWork = [];
    private readonly Dictionary<int, int> _failures = [];
    private bool _isShutDown;
    private long _now;

    public List<int> Ready { get; } = [];

    public List<int> Processing { get; } = [];

    public int DelayedCount => _delayed.Count;

    public void Add(int key, long delay)
    {
        if (_isShutDown || Ready.Contains(key) || _dirtyInWork.Contains(key))
        {
            return;
        }

        if (delay > 0)
        {
            if (!_delayed.Exists(entry => entry.Key == key && entry.Due <= _now + delay))
            {
                _delayed.RemoveAll(entry => entry.Key == key);
                _delayed.Add((key, _now + delay));
            }

            return;
        }

        _delayed.RemoveAll(entry => entry.Key == key);
        if (Processing.Contains(key))
        {
            _dirtyInWork.Add(key);
        }
        else
        {
            Ready.Add(key);
        }
    }

    public (int Key, int Attempt)? Take()
    {
        if (Ready.Count == 0)
        {
            return null;
        }

        var key = Ready[0];
        Ready.RemoveAt(0);
        Processing.Add(key);
        return (key, _failures.GetValueOrDefault(key) + 1);
    }

    public void Settle(int key, bool failed, long? again)
    {
        _failures[key] = failed ? _failures.GetValueOrDefault(key) + 1 : 0;
        if (failed)
        {
            again = Math.Max(again ?? 0, Math.Min(5L << Math.Min(_failures[key] - 1, 40), 1_000_000));
        }

        if (again is { } delay)
        {
            Add(key, delay);
        }

        Processing.Remove(key);
        if (_dirtyInWork.Remove(key))
        {
            Ready.Add(key);
        }
    }

    public void Advance(long milliseconds)
    {
        _now += milliseconds;
        foreach (var (key, _) in _delayed.Where(entry => entry.Due <= _now).OrderBy(entry => entry.Due).ToList())
        {
            Add(key, 0);
        }
    }

    public void ShutDown()
    {
        _isShutDown = true;
        _delayed.Clear();
    }
}
