using System.Threading.Channels;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Sharing;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers;

/// <summary>Has one informer for each resource type, namespace and selectors, however many use it, and runs them all.</summary>
/// <remarks>All members are safe for any number of threads.</remarks>
public sealed class SharedInformers
{
    private readonly ApiConnection _connection;
    private readonly SharedInformersOptions _options;
    private readonly ILoggerFactory? _loggerFactory;
    private readonly Lock _lock = new();
    // Every informer in use. Guarded by the lock.
    private readonly Dictionary<SharedKey, SharedEntry> _entries = [];
    // Informers that are in use and do not run yet.
    private readonly Channel<SharedEntry> _toStart = Channel.CreateUnbounded<SharedEntry>();
    private int _hasRun;

    /// <summary>Initializes a new instance of the <see cref="SharedInformers"/> class.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="loggerFactory">Where messages go; <see langword="null"/> for nowhere.</param>
    public SharedInformers(ApiConnection connection, SharedInformersOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _options = options ?? new();
        _loggerFactory = loggerFactory;
    }

    /// <summary>Gets how each informer is doing.</summary>
    public IReadOnlyList<InformerState> States => [.. Entries().Select(entry => entry.State)];

    /// <summary>Gets what is to be thought of each informer: the process is ready when all are ready, and live when all are live.</summary>
    public IReadOnlyList<InformerHealth> Health => [.. Entries().Select(entry => entry.Health)];

    /// <summary>Returns the informer for a scope: the one there is, or a new one, which begins to run with the others. Counts one more use of it.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="scope">Which objects; <see langword="null"/> for all of the model's own type.</param>
    /// <param name="configure">Sets the options of an informer that is not there yet.</param>
    /// <returns>The informer. <see cref="ReleaseAsync"/> gives the use back.</returns>
    /// <exception cref="InvalidOperationException">There is one already, and <paramref name="configure"/> comes too late.</exception>
    public Informer<T> GetOrAdd<T>(InformerScope? scope = null, Action<InformerOptions<T>>? configure = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var key = SharedKey.Of<T>(scope);
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = entry = Create(key, scope?.Namespaces, configure);
                _toStart.Writer.TryWrite(entry);
            }
            else if (configure is not null)
            {
                throw new InvalidOperationException($"The informer '{key}' is there already, with its options. Give '{nameof(configure)}' where it is asked for first.");
            }

            entry.Uses++;
            return (Informer<T>)entry.Informer;
        }
    }

    /// <summary>Gives one use of an informer back. With the last one it is stopped and forgotten; a later <see cref="GetOrAdd{T}"/> makes a new one.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="informer">The informer, as <see cref="GetOrAdd{T}"/> returned it.</param>
    /// <returns>A task that completes when the informer has stopped or, while others use it, at once.</returns>
    /// <exception cref="ArgumentException">The informer is not one of these, or was given back as often as it was asked for.</exception>
    public async Task ReleaseAsync<T>(Informer<T> informer)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(informer);
        SharedEntry entry;
        lock (_lock)
        {
            (var key, entry) = _entries.FirstOrDefault(pair => ReferenceEquals(pair.Value.Informer, informer));
            if (entry is null)
            {
                throw new ArgumentException($"The informer '{informer.State.Name}' is not in use here. Release it once for each time it was asked for.", nameof(informer));
            }

            entry.Uses--;
            if (entry.Uses > 0)
            {
                return;
            }

            _entries.Remove(key);
        }

        await entry.ReleaseAsync();
    }

    /// <summary>Runs all informers, and those that are added later, until the token is cancelled; once only.</summary>
    /// <param name="cancellationToken">Stops them.</param>
    /// <returns>A task that completes after the token was cancelled, when all have stopped.</returns>
    /// <exception cref="InvalidOperationException">They were run before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _hasRun, 1) != 0)
        {
            throw new InvalidOperationException("The informers were run before, and can be run once only. Create another set.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task>();
        try
        {
            while (await _toStart.Reader.WaitToReadAsync(stop.Token))
            {
                running.RemoveAll(static ended => ended.IsCompletedSuccessfully);
                while (_toStart.Reader.TryRead(out var entry))
                {
                    running.Add(RunAsync(entry, stop.Token));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
    }

    /// <summary>Waits until every informer has its first list in its store.</summary>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever. Any other negative time is none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes then.</returns>
    /// <exception cref="TimeoutException">Some have not; the message names each, with its state, its last error and what to do.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or an informer was stopped first.</exception>
    public async Task WaitForSyncAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var patience = timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout;
        var entries = Entries();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var all = Task.WhenAll(entries.Select(entry => entry.WaitForSyncAsync(giveUp.Token)));
        try
        {
            await all.WaitAsync(patience, _options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            await giveUp.CancelAsync();
            await Task.WhenAny(all);
            throw new TimeoutException(Describe(timeout, [.. entries.Select(entry => entry.State).Where(state => !state.HasSynced)]));
        }
    }

    private static string Describe(TimeSpan timeout, IReadOnlyList<InformerState> laggards) =>
        $"{laggards.Count} informer(s) did not list within {timeout}:{string.Concat(laggards.Select(laggard => $"{Environment.NewLine}- {laggard}"))}";

    private List<SharedEntry> Entries()
    {
        lock (_lock)
        {
            return [.. _entries.Values];
        }
    }

    private SharedEntry Create<T>(SharedKey key, IReadOnlyCollection<string>? namespaces, Action<InformerOptions<T>>? configure)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var scope = new ListWatchOptions
        {
            Namespace = key.Namespace,
            LabelSelector = key.LabelSelector,
            FieldSelector = key.FieldSelector,
            ShardSelector = key.ShardSelector is { } shard ? ShardSelector.Parse(shard) : null,
            PageSize = _options.PageSize,
        };
        var options = new InformerOptions<T>
        {
            TimeProvider = _options.TimeProvider,
            Name = key.ToString(),
            StreamingLists = _options.StreamingLists,
            MeterFactory = _options.MeterFactory,
        };
        options.Random = _options.Random ?? options.Random;
        configure?.Invoke(options);
        var informer = new Informer<T>(new ListWatch<T>(_connection, key.Type, scope), options, _loggerFactory, namespaces);
        return new(informer, informer.RunAsync, informer.WaitForSyncAsync, () => informer.State, () => informer.Health);
    }

    private async Task RunAsync(SharedEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await entry.RunAsync(cancellationToken);
        }
        catch (Exception error)
        {
            // No informer fails by design. Should one, all end, and whoever runs them learns why.
            _toStart.Writer.TryComplete(error);
            throw;
        }
    }
}
