using System.Diagnostics;
using System.Threading.Channels;
using KubeController.WorkQueues.Workers;

namespace KubeController.WorkQueues;

/// <summary>Works on the keys of a queue, so many side by side as is asked for, which may change while it runs.</summary>
/// <remarks>
/// With fewer workers than before, those that are too many end the work in their hands and take no more; no key is lost, and none is worked on twice at
/// once. The members are thread-safe.
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
[DebuggerDisplay("Concurrency = {Concurrency}, Workers = {WorkerCount}")]
public sealed class WorkerPool<TKey>
    where TKey : notnull
{
    private readonly WorkQueue<TKey> _queue;
    private readonly Func<WorkItem<TKey>, CancellationToken, ValueTask> _work;

    // Guards the workers and their number: fewer are wanted from the moment on in which it is said.
    private readonly Lock _lock = new();
    private readonly List<PoolWorker> _workers = [];

    // One signal is enough, however often the number has changed since.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _concurrency;
    private int _hasRun;

    /// <summary>Creates a pool that does not work yet.</summary>
    /// <param name="queue">The queue; it stays the caller's.</param>
    /// <param name="work">
    /// Works on a key and settles the item; left without a word, it is retried. What it throws ends the whole pool, unless it is the cancellation asked for:
    /// what is to become of an error is for this function to decide, and none is swallowed.
    /// </param>
    /// <param name="concurrency">How many keys are worked on side by side; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The concurrency is negative.</exception>
    public WorkerPool(WorkQueue<TKey> queue, Func<WorkItem<TKey>, CancellationToken, ValueTask> work, int concurrency)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(work);
        (_queue, _work) = (queue, work);
        Concurrency = concurrency;
    }

    /// <summary>Gets or sets how many keys are worked on side by side. Zero pauses the work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Concurrency
    {
        get { lock (_lock) { return _concurrency; } }
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            lock (_lock)
            {
                _concurrency = value;
                foreach (var excess in _workers.Where(worker => !worker.IsRetired).Skip(value).ToList())
                {
                    excess.Retire();
                }
            }

            _changed.Writer.TryWrite(true);
        }
    }

    /// <summary>Gets how many workers there are: after a change, soon as many as <see cref="Concurrency"/>, and more as long as some have work to end.</summary>
    public int WorkerCount
    {
        get { lock (_lock) { return _workers.Count; } }
    }

    /// <summary>Works until the queue was shut down and is empty, or until it is told to stop; once only.</summary>
    /// <param name="stopping">No key is taken after it was cancelled; the work in hand goes on.</param>
    /// <param name="working">What the work is given: cancels what is being worked on, and stops the pool as well. The keys come again at once, and have not failed.</param>
    /// <returns>A task that ends when no work is in hand any more. To be told to stop is no failure.</returns>
    /// <exception cref="InvalidOperationException">The pool was run before.</exception>
    public async Task RunAsync(CancellationToken stopping, CancellationToken working = default)
    {
        if (Interlocked.Exchange(ref _hasRun, 1) != 0)
        {
            throw new InvalidOperationException("The pool was run before, and can be run once only. Create another one.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, working);
        try
        {
            var change = _changed.Reader.WaitToReadAsync(stop.Token).AsTask();
            do
            {
                change = Fill(change, stop.Token, working);
            }
            while (await GoesOnAsync(change));
        }
        finally
        {
            // Be it because one has ended for want of keys, has failed, or because all were told to stop: none is left behind, and no failure is lost.
            await stop.CancelAsync();
            await EndAsync();
        }
    }

    // Starts what is missing; returns the next change of the number.
    private Task<bool> Fill(Task<bool> change, CancellationToken stopping, CancellationToken working)
    {
        if (change.IsCompletedSuccessfully)
        {
            // Before the number is read, so that no later one is missed.
            _changed.Reader.TryRead(out _);
            change = _changed.Reader.WaitToReadAsync(stopping).AsTask();
        }

        lock (_lock)
        {
            for (var active = _workers.Count(worker => !worker.IsRetired); active < _concurrency; active++)
            {
                _workers.Add(new(taking => WorkAsync(taking, working), stopping));
            }
        }

        return change;
    }

    // Waits until the number, or something about the workers, changes; false when all are to end.
    private async Task<bool> GoesOnAsync(Task<bool> change)
    {
        // A pool of none has no worker that would see the end of the queue.
        var completions = Completions();
        var first = await Task.WhenAny(completions.DefaultIfEmpty(_queue.Drained).Append(change));
        if (first == change)
        {
            return !change.IsCanceled;
        }

        lock (_lock)
        {
            var ended = _workers.Find(worker => worker.Completion == first);
            if (ended is not { IsRetired: true } || !first.IsCompletedSuccessfully)
            {
                return false;
            }

            _workers.Remove(ended);
            ended.Dispose();
            return true;
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await Task.WhenAll(Completions());
        }
        finally
        {
            lock (_lock)
            {
                _workers.ForEach(worker => worker.Dispose());
                _workers.Clear();
            }
        }
    }

    private List<Task> Completions()
    {
        lock (_lock)
        {
            return [.. _workers.Select(worker => worker.Completion)];
        }
    }

    private async Task WorkAsync(CancellationToken taking, CancellationToken working)
    {
        // Keys may be ready, and the work may never wait: without this the first loop would work alone, before the second is begun.
        await Task.Yield();

        // Asked for by itself: whoever is told first of a cancellation may be the work, and its worker must not take the key once more before it is told as well.
        while (!working.IsCancellationRequested && await TakeAsync(taking) is { } item)
        {
            using (item)
            {
                await WorkOnAsync(item, working);
            }
        }
    }

    private async ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _queue.TakeAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;    // told to stop, or to be one of fewer
        }
    }

    private async ValueTask WorkOnAsync(WorkItem<TKey> item, CancellationToken cancellationToken)
    {
        try
        {
            await _work(item, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As asked for, and so no failure. What else the work throws, a cancellation of its own included, is one of the pool.
            _queue.TryInterrupt(item);
        }
    }
}
