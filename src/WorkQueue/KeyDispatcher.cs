using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace KubeController.WorkQueues;

/// <summary>The one lock of a queue, and what is under it: the states of the keys, the ready ones in their order, and the alarm.</summary>
internal sealed class KeyDispatcher<TKey> : IDisposable, IAsyncDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();

    // Keys to hand out, oldest first. Written and read under the lock, so it never contradicts the states; waited for outside.
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly KeyStates<TKey> _states;
    private readonly ExponentialBackoff _backoff;
    private readonly Alarm _alarm;

    // Completed when the queue is shut down, nothing is dirty and no worker has a key.
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isShutDown;

    public KeyDispatcher(WorkQueueOptions<TKey> options)
    {
        _backoff = new(options.BaseDelay, options.MaxDelay, options.Jitter, options.Random);
        _states = new(options.Comparer);
        _alarm = new(options.TimeProvider, AddDueKeys);
    }

    public int ReadyCount => _ready.Reader.Count;

    public int ProcessingCount
    {
        get { lock (_lock) { return _states.ProcessingCount; } }
    }

    public int DelayedCount
    {
        get { lock (_lock) { return _states.DelayedCount; } }
    }

    public bool IsShutDown
    {
        get { lock (_lock) { return _isShutDown; } }
    }

    /// <summary>A task that ends when the queue was shut down, everything dirty was taken and everything taken was settled.</summary>
    public Task Drained => _drained.Task;

    public void AddAfter(TKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            AddAfterLocked(key, delay);
            AssertInvariants();
        }
    }

    /// <summary>Waits until a key may be ready (another taker can be faster); false when none will ever be.</summary>
    /// <remarks>
    /// Not ReadAsync(cancellationToken): cancelled at the wrong moment, it loses the key.
    /// https://github.com/dotnet/runtime/issues/132094
    /// </remarks>
    public ValueTask<bool> WaitForReadyAsync(CancellationToken cancellationToken) => _ready.Reader.WaitToReadAsync(cancellationToken);

    public bool TryTake([NotNullWhen(true)] out WorkItem<TKey>? item)
    {
        lock (_lock)
        {
            item = _ready.Reader.TryRead(out var key) ? new(this, key, failures: _states.BeginWork(key)) : null;
            CompleteIfEmptyLocked();
            AssertInvariants();
            return item is not null;
        }
    }

    /// <summary>Ends work that came to a conclusion; the key comes again after a delay, if there is one.</summary>
    public void EndWork(TKey key, TimeSpan? again)
    {
        lock (_lock)
        {
            _states.ForgetFailures(key);
            EndWorkLocked(key, again);
        }
    }

    /// <summary>Ends work that failed; the key comes again after its backoff, and not before a given time.</summary>
    public void EndFailedWork(TKey key, TimeSpan atLeast)
    {
        lock (_lock)
        {
            var backoff = _backoff.After(_states.CountFailure(key));
            EndWorkLocked(key, backoff > atLeast ? backoff : atLeast);
        }
    }

    public void ShutDown()
    {
        lock (_lock)
        {
            _isShutDown = true;
            _states.ForgetDelayed();
            _alarm.Stop();
            CompleteIfEmptyLocked();
            AssertInvariants();
        }
    }

    public void Dispose() => _alarm.Dispose();

    public ValueTask DisposeAsync() => _alarm.DisposeAsync();

    private void EndWorkLocked(TKey key, TimeSpan? again)
    {
        if (again is { } delay)
        {
            AddAfterLocked(key, delay);
        }

        if (_states.EndWork(key))
        {
            _ready.Writer.TryWrite(key);
        }
        else if (_isShutDown)
        {
            _states.ForgetFailures(key);
        }

        CompleteIfEmptyLocked();
        AssertInvariants();
    }

    private void AddAfterLocked(TKey key, TimeSpan delay)
    {
        if (_isShutDown)
        {
            return;
        }

        if (delay > TimeSpan.Zero)
        {
            _states.MarkDelayed(key, _alarm.DueIn(delay));
            SetAlarmLocked();
        }
        else if (_states.MarkDirty(key))
        {
            _ready.Writer.TryWrite(key);
        }
    }

    private void AddDueKeys()
    {
        lock (_lock)
        {
            _alarm.Rang();
            var now = _alarm.Now;
            while (_states.TryTakeDue(now, out var key))
            {
                AddAfterLocked(key, TimeSpan.Zero);
            }

            SetAlarmLocked();
            AssertInvariants();
        }
    }

    private void SetAlarmLocked()
    {
        if (_states.NextDue is { } due)
        {
            _alarm.RingAt(due);
        }
    }

    private void CompleteIfEmptyLocked()
    {
        if (!_isShutDown || !_states.IsClean)
        {
            return;
        }

        // Nothing is dirty and nothing can become so: workers that wait for a key may go home.
        _ready.Writer.TryComplete();
        if (_states.ProcessingCount == 0)
        {
            _drained.TrySetResult();
        }
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "Invariants hold only under the lock.");
        Debug.Assert(!_isShutDown || _states.DelayedCount == 0, "Nothing is delayed in a queue that was shut down.");
        _states.AssertInvariants(_ready.Reader.Count);
    }
}
