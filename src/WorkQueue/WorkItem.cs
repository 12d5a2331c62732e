using System.Diagnostics;

namespace KubeController.WorkQueues;

/// <summary>A key in the hands of one worker, and the duty to say how the work went.</summary>
/// <remarks>
/// Until it is settled no other worker gets the key. It is settled by the first of <see cref="Succeed"/>, <see cref="Retry()"/>,
/// <see cref="RequeueAfter"/> and <see cref="Fail"/>; from then on another worker may have the key, so settling comes last.
/// <see cref="Dispose"/> without a word counts as a failure: <c>using</c> makes it impossible to lose a key.
/// Any thread may settle it.
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
[DebuggerDisplay("{Key} (attempt {Attempt})")]
public sealed class WorkItem<TKey> : IDisposable
    where TKey : notnull
{
    private readonly KeyDispatcher<TKey> _queue;
    private bool _isSettled;

    internal WorkItem(KeyDispatcher<TKey> queue, TKey key, int failures)
    {
        _queue = queue;
        Key = key;
        Attempt = failures == int.MaxValue ? failures : failures + 1;
    }

    /// <summary>Gets the key to work on.</summary>
    public TKey Key { get; }

    /// <summary>Gets which attempt this is: 1, and one more for each failure since the key last succeeded.</summary>
    public int Attempt { get; }

    /// <summary>Says that the work is done; the failures of the key are forgotten.</summary>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void Succeed()
    {
        SettleOrThrow();
        _queue.EndWork(Key, again: null);
    }

    /// <summary>Says that the work is done for now and the key has to be looked at again; the failures of the key are forgotten.</summary>
    /// <remarks>The queue keeps one due time a key, the earliest; a key added meanwhile comes at once instead.</remarks>
    /// <param name="delay">How long to wait; zero or less means behind the keys that are ready now.</param>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void RequeueAfter(TimeSpan delay)
    {
        SettleOrThrow();
        _queue.EndWork(Key, delay);
    }

    /// <summary>Says that the work failed; the key comes back after its backoff, with <see cref="Attempt"/> one higher.</summary>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void Retry() => Retry(TimeSpan.Zero);

    /// <summary>Says that the work failed and when it makes sense to try again, such as an API server's <c>Retry-After</c>.</summary>
    /// <param name="after">The key comes back neither before this time nor before its backoff.</param>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void Retry(TimeSpan after)
    {
        SettleOrThrow();
        _queue.EndFailedWork(Key, after);
    }

    /// <summary>Says that the work failed and trying again would not help; the failures of the key are forgotten, and it comes back only when added.</summary>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void Fail()
    {
        SettleOrThrow();
        _queue.EndWork(Key, again: null);
    }

    /// <summary>Settles the item as <see cref="Retry()"/> does, unless it is settled already.</summary>
    public void Dispose()
    {
        if (TrySettle())
        {
            _queue.EndFailedWork(Key, TimeSpan.Zero);
        }
    }

    private bool TrySettle() => !Interlocked.Exchange(ref _isSettled, true);

    private void SettleOrThrow()
    {
        if (!TrySettle())
        {
            throw new InvalidOperationException(
                $"The work on '{Key}' was settled before. Settle a work item once: with Succeed, RequeueAfter, Retry or Fail.");
        }
    }
}
