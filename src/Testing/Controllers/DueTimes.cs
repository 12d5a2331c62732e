namespace KubeController.Testing.Controllers;

/// <summary>When which object has something to do: one queue and one timer for all of them. One reader; only the timer comes from elsewhere.</summary>
internal sealed class DueTimes : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    // May hold more than one entry for an object; only the one that _due names counts.
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    // Completed by the timer; the reader puts a new one in its place.
    private volatile TaskCompletionSource _rings = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DueTimes(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => _rings.TrySetResult(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets when the object is due; null takes it out.</summary>
    public void Set(string uid, DateTimeOffset? due)
    {
        if (due is not { } time)
        {
            _due.Remove(uid);
        }
        else if (!_due.TryGetValue(uid, out var old) || old != time)
        {
            _due[uid] = time;
            _queue.Enqueue(uid, time);
        }
    }

    /// <summary>Takes the objects that are due.</summary>
    public IReadOnlyList<string> TakeDue(DateTimeOffset now)
    {
        var due = new List<string>();
        while (_queue.TryPeek(out var uid, out var time) && (time <= now || !IsValid(uid, time)))
        {
            _queue.Dequeue();
            if (IsValid(uid, time))
            {
                _due.Remove(uid);
                due.Add(uid);
            }
        }

        return due;
    }

    /// <summary>Completes when the next object is due.</summary>
    public Task WaitAsync()
    {
        if (_rings.Task.IsCompleted)
        {
            _rings = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        var rings = _rings.Task;
        var wait = _queue.TryPeek(out _, out var due) ? due - _time.GetUtcNow() : (TimeSpan?)null;
        _timer.Change(wait is null ? Timeout.InfiniteTimeSpan : wait < TimeSpan.Zero ? TimeSpan.Zero : wait.Value, Timeout.InfiniteTimeSpan);
        return rings;
    }

    public void Dispose() => _timer.Dispose();

    private bool IsValid(string uid, DateTimeOffset time) => _due.TryGetValue(uid, out var due) && due == time;
}
