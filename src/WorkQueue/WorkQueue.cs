using System.Diagnostics;
using System.Runtime.CompilerServices;
using KubeController.WorkQueues.Backoff;
using KubeController.WorkQueues.Keys;
using KubeController.WorkQueues.Metrics;
using KubeController.WorkQueues.Snapshots;
using KubeController.WorkQueues.Waiting;

namespace KubeController.WorkQueues;

/// <summary>Hands out keys to workers: by priority and in order, each key to one worker at a time, later if asked, again if it failed.</summary>
/// <remarks>
/// All members are thread-safe and none blocks; many threads may add and many may take. Dispose the queue to shut it down and to release
/// its timer.
/// </remarks>
/// <typeparam name="TKey">The type of the keys: small and immutable, for they are kept in a table.</typeparam>
[DebuggerDisplay("Ready = {Count}, Processing = {ProcessingCount}, Delayed = {DelayedCount}, IsShutDown = {IsShutDown}")]
[DebuggerTypeProxy(typeof(WorkQueueDebugView<>))]
public sealed class WorkQueue<TKey> : IDisposable, IAsyncDisposable
    where TKey : notnull
{
    private readonly KeyDispatcher<TKey> _dispatcher;
    private readonly RetryDelays _retryDelays;
    private readonly QueueInspection<TKey> _inspection;
    private readonly QueueMeter? _meter;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="options">Time, chance, backoff, order, equality and metrics; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is outside of what its documentation allows.</exception>
    public WorkQueue(WorkQueueOptions<TKey>? options = null)
    {
        options ??= new();
        options.Validate();
        _dispatcher = new(options.Comparer, options.AgingInterval, options.TimeProvider);
        _retryDelays = new(options.Backoff, options.TimeProvider, options.Random);
        _inspection = new(_dispatcher, options.TimeProvider);
        _meter = options is { MeterFactory: { } factory, Name: { } name } ? new(WorkQueueInstruments.Of(factory), name, _inspection.Figures) : null;
    }

    /// <summary>Gets the number of keys that are ready to be taken.</summary>
    public int Count => _dispatcher.Read(static states => states.Ready.Count);

    /// <summary>Gets the number of keys in the hands of workers.</summary>
    public int ProcessingCount => _dispatcher.Read(static states => states.Processing.Count);

    /// <summary>Gets the number of keys that wait for their time.</summary>
    public int DelayedCount => _dispatcher.Read(static states => states.Delayed.Count);

    /// <summary>Gets a value indicating whether the queue was shut down.</summary>
    public bool IsShutDown => _dispatcher.IsShutDown;

    /// <summary>Gets a task that ends when the queue was shut down, has no key left to hand out, and no worker has one.</summary>
    internal Task Drained => _dispatcher.Drained;

    /// <summary>Adds a key, unless it is already waiting to be taken.</summary>
    /// <remarks>
    /// A key added while a worker holds it is handed out exactly once more, after that worker is done. A delayed entry of the key is
    /// cancelled: the key comes now, and once. A key that waits already, at whatever stage, is raised to the higher of its priorities, and never
    /// lowered. After the queue was shut down, the key is ignored.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="priority">The higher, the sooner; keys of the same priority come in their order. See <see cref="WorkPriority"/>.</param>
    public void Add(TKey key, int priority = WorkPriority.Live)
    {
        ArgumentNullException.ThrowIfNull(key);
        _dispatcher.Add(key, priority, _meter is { WantsWaits: true } ? _dispatcher.Now : null);
    }

    /// <summary>Adds a key when a time has passed.</summary>
    /// <remarks>
    /// The queue keeps one due time a key, the earliest; a key that waits to be taken already, or was added while a worker holds it, comes
    /// at once and the delay is dropped. Never early, and rounded up to the millisecond. After the queue was shut down, the key is ignored.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="delay">How long to wait; zero or less is <see cref="Add"/>.</param>
    /// <param name="priority">With which priority the key comes then; of several, the highest.</param>
    public void AddAfter(TKey key, TimeSpan delay, int priority = WorkPriority.Live)
    {
        ArgumentNullException.ThrowIfNull(key);
        _dispatcher.AddAfter(key, delay, priority);
    }

    /// <summary>Takes the next key, and waits for one if there is none.</summary>
    /// <remarks>Cancelling a wait loses nothing: a key is either in a returned item or still in the queue.</remarks>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key to work on, to be settled once; or <see langword="null"/> when the queue was shut down and has no key left to hand out.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<WorkItem<TKey>?>(cancellationToken);
        }

        return Take(waiter: null, out var item) switch
        {
            TakeOutcome.Taken => new(item),
            TakeOutcome.Ended => new((WorkItem<TKey>?)null),
            _ => WaitAndTakeAsync(cancellationToken),
        };
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

    /// <summary>Describes what is in the queue, for diagnostics.</summary>
    /// <remarks>Copies every key under the lock of the queue: for people, and not for every second.</remarks>
    /// <returns>The keys and their states, at one moment.</returns>
    public WorkQueueSnapshot<TKey> GetSnapshot() => _inspection.Snapshot();

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
        _meter?.Dispose();
        _dispatcher.Dispose();
    }

    /// <summary>Shuts the queue down, releases its timer and waits until the timer's last call has ended.</summary>
    /// <returns>A task that ends when the timer is gone.</returns>
    public ValueTask DisposeAsync()
    {
        ShutDown();
        _meter?.Dispose();
        return _dispatcher.DisposeAsync();
    }

    /// <summary>Tells whether work is not settled yet; true may be out of date by the time it is read.</summary>
    internal bool IsHeld(in Lease<TKey> lease) => _dispatcher.IsHeld(lease);

    internal bool TryEnd(in Lease<TKey> lease, in Settlement settlement)
    {
        if (!_dispatcher.TrySettle(lease, settlement, out var takenAt))
        {
            return false;
        }

        if (_meter is { WantsWork: true })
        {
            _meter.Worked(_dispatcher.Now - takenAt);
        }

        return true;
    }

    /// <summary>Ends work that was cancelled: the key comes again at once, with the failures it had; false if the work was settled before.</summary>
    internal bool TryInterrupt(in WorkItem<TKey> item) => TryEnd(item.Lease, new(item.Lease.Failures, TimeSpan.Zero, item.Priority));

    internal bool TryFailForNow(in WorkItem<TKey> item, Exception? error, TimeSpan after)
    {
        if (!IsHeld(item.Lease))
        {
            return false;
        }

        var (backoff, fault) = _retryDelays.After(item.Attempt, error);
        var isSettled = TryEnd(item.Lease, new(item.Attempt, backoff > after ? backoff : after, item.NextPriority));
        return fault is null
            ? isSettled
            : throw new InvalidOperationException($"The backoff policy threw for '{item.Key}' at attempt {item.Attempt}; the key comes back after {backoff}.", fault);
    }

    private TakeOutcome Take(Waiter? waiter, out WorkItem<TKey> item)
    {
        var outcome = _dispatcher.Take(waiter, out var lease, out var waited);
        if (waited is { } wait)
        {
            _meter?.Waited(wait);
        }

        item = new(this, lease);
        return outcome;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WorkItem<TKey>?> WaitAndTakeAsync(CancellationToken cancellationToken)
    {
        var waiter = _dispatcher.RentWaiter();
        try
        {
            while (true)
            {
                switch (Take(waiter, out var item))
                {
                    case TakeOutcome.Taken:
                        return item;
                    case TakeOutcome.Ended:
                        return null;
                    case TakeOutcome.Missed:
                        break;
                    default:
                        await waiter.WaitAsync(cancellationToken);
                        break;
                }
            }
        }
        finally
        {
            _dispatcher.ReturnWaiter(waiter);
        }
    }
}
