using System.Diagnostics;
using KubeController.WorkQueues.Keys;

namespace KubeController.WorkQueues;

/// <summary>A key in the hands of one worker, and the duty to say how the work went.</summary>
/// <remarks>
/// <para>Until it is settled no other worker gets the key. It is settled by the first of <see cref="Succeed"/>, <see cref="Retry(TimeSpan)"/>,
/// <see cref="RequeueAfter(TimeSpan)"/> and <see cref="Fail"/>; from then on another worker may have the key, so settling comes last.
/// <see cref="Dispose"/> without a word counts as a failure: <c>using</c> makes it impossible to lose a key. Any thread may settle it.</para>
/// <para>A value that can be copied: all copies stand for the same work, and one of them settles it.</para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
[DebuggerDisplay("{Key} (attempt {Attempt}, priority {Priority})")]
public readonly record struct WorkItem<TKey> : IDisposable
    where TKey : notnull
{
    private readonly WorkQueue<TKey> _queue;
    private readonly Lease<TKey> _lease;

    internal WorkItem(WorkQueue<TKey> queue, in Lease<TKey> lease)
    {
        _queue = queue;
        _lease = lease;
    }

    /// <summary>Gets the key to work on.</summary>
    public TKey Key => _lease.Key;

    /// <summary>Gets which attempt this is: 1, and one more for each failure since the key last succeeded.</summary>
    public int Attempt => _lease.Failures == int.MaxValue ? int.MaxValue : _lease.Failures + 1;

    /// <summary>Gets the priority with which the key waited.</summary>
    public int Priority => _lease.Priority;

    internal Lease<TKey> Lease => _lease;

    // What comes back by itself lets live events go first; every other priority is kept.
    internal int NextPriority => Priority == WorkPriority.Live ? WorkPriority.Retry : Priority;

    /// <summary>Says that the work is done; the failures of the key are forgotten.</summary>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void Succeed() => End(again: null, NextPriority);

    /// <summary>Says that the work is done for now and the key has to be looked at again, with the priority it had (<see cref="WorkPriority.Retry"/> instead of <see cref="WorkPriority.Live"/>); the failures of the key are forgotten.</summary>
    /// <remarks>The queue keeps one due time a key, the earliest; a key added meanwhile comes at once instead.</remarks>
    /// <param name="delay">How long to wait; zero or less means behind the keys that are ready now.</param>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void RequeueAfter(TimeSpan delay) => End(delay, NextPriority);

    /// <summary>Does as <see cref="RequeueAfter(TimeSpan)"/>, with another priority.</summary>
    /// <param name="delay">How long to wait; zero or less means behind the keys that are ready now.</param>
    /// <param name="priority">With which priority the key comes again: the higher, the sooner.</param>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void RequeueAfter(TimeSpan delay, int priority) => End(delay, priority);

    /// <summary>Says that the work failed; the key comes back after its backoff, with <see cref="Attempt"/> one higher.</summary>
    /// <exception cref="InvalidOperationException">The item was settled before, or the backoff policy threw (the key comes back all the same).</exception>
    public void Retry() => FailForNow(error: null, TimeSpan.Zero);

    /// <summary>Says that the work failed and when it makes sense to try again, such as an API server's <c>Retry-After</c>.</summary>
    /// <param name="after">The key comes back neither before this time nor before its backoff.</param>
    /// <exception cref="InvalidOperationException">The item was settled before, or the backoff policy threw (the key comes back all the same).</exception>
    public void Retry(TimeSpan after) => FailForNow(error: null, after);

    /// <summary>Says that the work failed and with what, so that the backoff policy can choose.</summary>
    /// <param name="error">What the work failed with. The queue does not keep it.</param>
    /// <param name="after">The key comes back neither before this time nor before its backoff.</param>
    /// <exception cref="InvalidOperationException">The item was settled before, or the backoff policy threw (the key comes back all the same).</exception>
    public void Retry(Exception error, TimeSpan after = default) => FailForNow(error, after);

    /// <summary>Says that the work failed and trying again would not help; the failures of the key are forgotten, and it comes back only when added.</summary>
    /// <exception cref="InvalidOperationException">The item was settled before.</exception>
    public void Fail() => End(again: null, NextPriority);

    /// <summary>Settles the item as <see cref="Retry()"/> does, unless it is settled already.</summary>
    /// <exception cref="InvalidOperationException">The backoff policy threw (the key comes back all the same).</exception>
    public void Dispose()
    {
        if (_queue is { } queue && queue.IsHeld(_lease))
        {
            queue.TryFailForNow(this, error: null, TimeSpan.Zero);
        }
    }

    private void End(TimeSpan? again, int priority) => ThrowUnless(_queue?.TryEnd(_lease, new(Failures: 0, again, priority)));

    private void FailForNow(Exception? error, TimeSpan after) => ThrowUnless(_queue?.TryFailForNow(this, error, after));

    private void ThrowUnless(bool? isSettled)
    {
        if (isSettled != true)
        {
            throw new InvalidOperationException(isSettled is null
                ? "This is the default of a work item, and stands for no work. Settle what a queue has handed out."
                : $"The work on '{Key}' was settled before. Settle a work item once: with Succeed, RequeueAfter, Retry or Fail.");
        }
    }
}
