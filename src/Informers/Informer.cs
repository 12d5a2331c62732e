using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Branches;
using KubeController.Informers.Health;
using KubeController.Informers.Metrics;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeController.Informers;

/// <summary>Keeps a store in line with the server by a list and a watch, and tells any number of subscribers what changes.</summary>
/// <remarks>
/// <para>Each subscriber is called in the order of the changes, one call at a time, by a loop of its own: a slow one delays only itself, and one that throws is
/// logged and harms nobody. The store is never behind what a subscriber is told.</para>
/// <para>It never gives up: whatever fails is tried again with growing delays, and <see cref="State"/> says why. All members are safe for any number of threads.</para>
/// </remarks>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed partial class Informer<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _resyncPeriod;
    private readonly InformerInstruments? _instruments;
    private readonly InformerStatus _status;
    private readonly HealthRule _healthRule;
    private readonly Quarantine _quarantine;
    private readonly StoreFeed<T> _feed;
    private readonly BranchSet<T> _branches;
    private readonly ListWatch<T> _listWatch;
    private readonly InformerOptions<T> _options;
    private readonly Func<IDisposable?> _observeWrites;
    private readonly bool _isByNamespace;
    private readonly Lock _namespacesTurn = new();
    private int _hasRun;

    /// <summary>Initializes a new instance of the <see cref="Informer{T}"/> class. It does nothing until it is run.</summary>
    /// <param name="listWatch">What to list and to watch.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. They are read here, and not again.</param>
    /// <param name="loggerFactory">Where messages go; <see langword="null"/> for nowhere.</param>
    /// <param name="namespaces">
    /// The namespaces to begin with, each listed and watched by itself; they can be changed at any time, and none is allowed. <see langword="null"/> for what
    /// <paramref name="listWatch"/> says, which must not name a namespace otherwise.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">The list and watch names a namespace and there are several, or one of these is empty.</exception>
    public Informer(ListWatch<T> listWatch, InformerOptions<T>? options = null, ILoggerFactory? loggerFactory = null, IEnumerable<string>? namespaces = null)
    {
        ArgumentNullException.ThrowIfNull(listWatch);
        options = (options ?? new()).Copy();
        options.Validate();
        _options = options;
        var parts = namespaces is null ? null : Checked(listWatch, namespaces);
        Type = listWatch.Type;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("KubeController.Informers");
        _timeProvider = options.TimeProvider;
        _resyncPeriod = options.ResyncPeriod;
        _instruments = options.MeterFactory is { } factory ? InformerInstruments.Of(factory) : null;
        _healthRule = new(options.LongestSilence);
        _status = new(options.Name ?? Type.GroupResource, options.StreamingLists, _timeProvider);
        var maker = new StateMaker<T>(listWatch, options);
        var intake = new Intake<T>(maker, options.OnUndecodable, _status, _logger);
        var writer = new StoreWriter<T>((index, key, error) => _logger.IndexFailed(_status.Name, index, key, error), _timeProvider, new(parts));
        var reader = new StateReader<T>(maker.Decode, new LateReport<T>(writer, intake, _status).Report);
        _quarantine = intake.Quarantine;
        _feed = new(writer, intake, reader, maker.Records, new(parts ?? [StoreParts.Everything]), options.MaxPendingChanges, _logger);
        _listWatch = listWatch;
        _isByNamespace = parts is not null;
        _branches = new(parts?.Select(BranchOf) ?? [new(StoreParts.Everything, listWatch, new(_feed, StoreParts.Everything), options, _status, _logger)]);
        _observeWrites = options.ReadYourWrites ? ObserveWrites : static () => null;
        Store = new(writer, reader);
    }

    /// <summary>Gets the resource type.</summary>
    public ResourceType Type { get; }

    /// <summary>Gets the store.</summary>
    public Store<T> Store { get; }

    /// <summary>Gets a value indicating whether the first list is in the store. That a subscriber has been called for it, its subscription tells.</summary>
    public bool HasSynced => _feed.HasSynced;

    /// <summary>Gets how the informer is doing.</summary>
    public InformerState State => ProtocolState with
    {
        HasSynced = HasSynced,
        ObjectCount = Store.Count,
        ResourceVersion = Store.ResourceVersion,
        UndecodableCount = _quarantine.Count,
    };

    /// <summary>Gets what is to be thought of it: whether it is ready, and whether its watch progresses, with a reason.</summary>
    public InformerHealth Health => _healthRule.Judge(State, _timeProvider.GetUtcNow());

    /// <summary>Waits until the first list is in the store.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes then.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the informer was stopped first.</exception>
    public async Task WaitForSyncAsync(CancellationToken cancellationToken = default)
    {
        if (!await _feed.Synced.WaitAsync(cancellationToken))
        {
            throw new OperationCanceledException($"The informer '{_status.Name}' was stopped before its first list.");
        }
    }

    /// <summary>Adds a subscriber, at any time: it gets the present objects first, as additions, and then every change, without a gap and without a repetition.</summary>
    /// <param name="onChange">Called for each change, one at a time, in order. It may block: that delays this subscriber only.</param>
    /// <param name="name">The name for metrics, such as that of a controller; those without one are measured together.</param>
    /// <returns>The subscription; dispose it to end it. The same function subscribed twice is called twice.</returns>
    /// <exception cref="InvalidOperationException">The informer has stopped.</exception>
    public InformerSubscription Subscribe(Action<ResourceChange<T>> onChange, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(onChange);
        return _feed.Subscribe(onChange, name);
    }

    /// <summary>Lists and watches until the token is cancelled; once only.</summary>
    /// <param name="cancellationToken">Stops the informer.</param>
    /// <returns>A task that completes after the token was cancelled, when no request is open and no callback runs any more. Failed requests do not end it.</returns>
    /// <exception cref="InvalidOperationException">The informer was run before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _hasRun, 1) != 0)
        {
            throw new InvalidOperationException($"The informer '{_status.Name}' was run before, and can be run once only. Create another one.");
        }

        _status.Started();
        using var meter = _instruments is { } instruments ? new InformerMeter(instruments, _status.Name, Measure) : null;
        using var writes = _observeWrites();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _feed.Begin();
        Task[] parts = [_branches.RunAsync(stop.Token), ResyncAsync(stop.Token)];
        try
        {
            // Both run until they are stopped; should one fail all the same, it is not left alone with it.
            await Task.WhenAny(parts);
            await stop.CancelAsync();
            await Task.WhenAll(parts);
        }
        finally
        {
            await _feed.CloseAsync();
            _status.Stopped();
            _logger.Stopped(_status.Name);
        }
    }

    private InformerFigures Measure()
    {
        var state = State;
        var size = _feed.Size;
        return new(
            state,
            size > 0 || state.ObjectCount == 0 ? size : null,
            _timeProvider.GetUtcNow() - (state.LastContact ?? state.StartedAt ?? state.Since),
            _feed.Pending);
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(_resyncPeriod > TimeSpan.Zero ? _resyncPeriod : Timeout.InfiniteTimeSpan, _timeProvider);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                _feed.Resync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
