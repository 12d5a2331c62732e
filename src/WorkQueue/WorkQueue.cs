using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KubeController.WorkQueues;

/// <summary>Hands out keys to workers: in order, each key to one worker at a time, later if asked, again if it failed.</summary>
/// <remarks>
/// All members are thread-safe and none blocks; many threads may add and many may take. Dispose the queue to shut it down and to release
/// its timer.
/// </remarks>
/// <typeparam name="TKey">The type of the keys: small and immutable, for they are kept in sets.</typeparam>
[DebuggerDisplay("Ready = {Count}, Processing = {ProcessingCount}, Delayed = {DelayedCount}, IsShutDown = {IsShutDown}")]
public sealed class WorkQueue<TKey> : IDisposable, IAsyncDisposable
    where TKey : notnull
{
    private readonly KeyDispatcher<TKey> _dispatcher;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="options">Time, chance, backoff and equality; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delays or the jitter of the options are outside of what their documentation allows.</exception>
    public WorkQueue(WorkQueueOptions<TKey>? options = null) => _dispatcher = new(options ?? new());

    /// <summary>Gets the number of keys that are ready to be taken.</summary>
    public int Count => _dispatcher.ReadyCount;

    /// <summary>Gets the number of keys in the hands of workers.</summary>
    public int ProcessingCount => _dispatcher.ProcessingCount;

    /// <summary>Gets the number of keys that wait for their time.</summary>
    public int DelayedCount => _dispatcher.DelayedCount;

    /// <summary>Gets a value indicating whether the queue was shut down.</summary>
    public bool IsShutDown => _dispatcher.IsShutDown;

    /// <summary>Adds a key, unless it is already waiting to be taken.</summary>
    /// <remarks>
    /// A key added while a worker holds it is handed out exactly once more, after that worker is done. A delayed entry of the key is
    /// cancelled: the key comes now, and once. After the queue was shut down, the key is ignored.
    /// </remarks>
    /// <param name="key">The key.</param>
    public void Add(TKey key) => AddAfter(key, TimeSpan.Zero);

    /// <summary>Adds a key when a time has passed.</summary>
    /// <remarks>
    /// The queue keeps one due time a key, the earliest; a key that waits to be taken already, or was added while a worker holds it, comes
    /// at once and the delay is dropped. Never early, and rounded up to the millisecond. After the queue was shut down, the key is ignored.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="delay">How long to wait; zero or less is <see cref="Add"/>.</param>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(key);
        _dispatcher.AddAfter(key, delay);
    }

    /// <summary>Takes the key that has been ready for longest, and waits for one if there is none.</summary>
    /// <remarks>Cancelling a wait loses nothing: a key is either in a returned item or still in the queue.</remarks>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key to work on, to be settled once; or <see langword="null"/> when the queue was shut down and has no key left to hand out.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellationToken = default)
    {
        while (await _dispatcher.WaitForReadyAsync(cancellationToken))
        {
            if (_dispatcher.TryTake(out var item))
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>Takes keys one after the other until the queue was shut down and has no key left to hand out.</summary>
    /// <remarks>Several loops may run at once; each key goes to one of them.</remarks>
    /// <param name="cancellationToken">Ends the loop; no key is lost.</param>
    /// <returns>The keys to work on, each to be settled once.</returns>
    /// <exception cref="OperationCanceledException">The loop was cancelled.</exception>
    public async IAsyncEnumerable<WorkItem<TKey>> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await TakeAsync(cancellationToken) is { } item)
        {
            yield return item;
        }
    }

    /// <summary>Shuts the queue down: from now on adds, requeues and retries are ignored, and delayed keys are dropped.</summary>
    /// <remarks>
    /// Keys that are dirty already are still handed out, also those that wait for their worker; then takers get <see langword="null"/>.
    /// Calling it again changes nothing.
    /// </remarks>
    public void ShutDown() => _dispatcher.ShutDown();

    /// <summary>Shuts the queue down and waits until every key that was dirty has been taken and settled.</summary>
    /// <remarks>Needs workers that go on taking. Cancelling gives up the waiting alone: the queue stays shut down.</remarks>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the queue is empty and no worker has a key.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default)
    {
        ShutDown();
        return _dispatcher.Drained.WaitAsync(cancellationToken);
    }

    /// <summary>Shuts the queue down and releases its timer.</summary>
    public void Dispose()
    {
        ShutDown();
        _dispatcher.Dispose();
    }

    /// <summary>Shuts the queue down, releases its timer and waits until the timer's last call has ended.</summary>
    /// <returns>A task that ends when the timer is gone.</returns>
    public ValueTask DisposeAsync()
    {
        ShutDown();
        return _dispatcher.DisposeAsync();
    }
}
