using System.Diagnostics;

namespace KubeController.WorkQueues.Keys;

/// <summary>Collects adds, so that many threads that add do not stand in each other's way, nor in that of the takers. Thread-safe.</summary>
/// <remarks>
/// Whoever gets the lock of the queue first takes the collected adds into the states, in their order: for every user of the queue they have been there from
/// the moment they were made. It is the memory moving between processors that makes a contended lock slow; here it moves once for many adds.
/// </remarks>
internal sealed class AddBuffer<TKey>
{
    // So many adds are taken in by the one who made the last of them: what is collected stays small, whether anybody takes or not.
    private const int Most = 256;

    private readonly Lock _lock = new();
    private PendingAdd<TKey>[] _filling = new PendingAdd<TKey>[2 * Most];
    private PendingAdd<TKey>[] _emptying = new PendingAdd<TKey>[2 * Most];
    private int _count;
    private bool _isAwaited;
    private bool _isClosed;

    /// <summary>Gets a value indicating whether there is something to take in. An add made before, as far as the caller can know, is seen.</summary>
    public bool HasAdds => Volatile.Read(ref _count) > 0;

    /// <summary>Collects an add; true if the caller has to see to it that it is taken in.</summary>
    public bool Append(in PendingAdd<TKey> add)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            if (_count == _filling.Length)
            {
                Array.Resize(ref _filling, 2 * _count);
            }

            _filling[_count++] = add;
            return _isAwaited || _count % Most == 0;
        }
    }

    /// <summary>Hands out what was collected, to be read and then <see cref="Clear">cleared</see> under the lock of the queue.</summary>
    public Span<PendingAdd<TKey>> Collect()
    {
        lock (_lock)
        {
            var count = _count;
            _count = 0;
            (_filling, _emptying) = (_emptying, _filling);
            return _emptying.AsSpan(0, count);
        }
    }

    /// <summary>Lets go of the keys.</summary>
    public static void Clear(Span<PendingAdd<TKey>> collected) => collected.Clear();

    /// <summary>From now on each add is taken in at once, for somebody waits; false if there is one that was not.</summary>
    public bool TryAwait()
    {
        lock (_lock)
        {
            _isAwaited |= _count == 0;
            return _count == 0;
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void EndAwait()
    {
        lock (_lock)
        {
            _isAwaited = false;
        }
    }

    /// <summary>From now on adds are ignored.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Debug.Assert(_count == 0 || !_isClosed, "What is closed stays empty.");
            _isClosed = true;
        }
    }
}
