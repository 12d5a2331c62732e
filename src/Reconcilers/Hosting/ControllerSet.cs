using System.Threading.Channels;
using KubeController.Informers;
using KubeController.Reconcilers.Running;

namespace KubeController.Reconcilers.Hosting;

/// <summary>
/// The controllers of a host and their informers. Informers run first, workers after all have listed and, with an election, while this replica leads; at the end it
/// is the other way round.
/// </summary>
internal sealed class ControllerSet
{
    private readonly SharedInformers _informers;
    private readonly ControllerSurroundings _surroundings;
    private readonly Election? _election;
    private readonly Leadership _leadership;
    private readonly int _informerCount;

    // Guards the controllers, and how they are started: not before the set runs, and not after it was told to stop.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ControllerRun> _runs;
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Action<ControllerRun>? _start;

    public ControllerSet(
        ControllerServices services,
        SharedInformers informers,
        IEnumerable<InformerRegistration> registered,
        IEnumerable<ControllerRegistration> controllers,
        ControllerSurroundings surroundings,
        Election? election = null)
    {
        _informers = informers;
        _surroundings = surroundings;
        _election = election;
        _leadership = new(isElected: election is not null);

        // To count them is to create them: every registered informer is there before any runs, and before a reconciler asks for its store.
        _informerCount = registered.Count();
        _runs = controllers.Select(controller => controller.Create(services))
            .ToDictionary(controller => controller.Name, controller => new ControllerRun(controller), StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<ControllerState> States => [.. Runs().Select(run => run.Controller.State)];

    /// <summary>Adds a controller to those that run.</summary>
    /// <exception cref="InvalidOperationException">The set does not run.</exception>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public void Add(Controller controller)
    {
        lock (_lock)
        {
            if (_start is null)
            {
                throw new InvalidOperationException($"Controller '{controller.Name}' cannot be added: the host has not started its controllers, or stops. Add it while the host runs.");
            }

            var run = new ControllerRun(controller);
            if (!_runs.TryAdd(controller.Name, run))
            {
                throw new ArgumentException($"There is a controller named '{controller.Name}'. Give it a name of its own with {nameof(ControllerBuilder<>.Named)}.", nameof(controller));
            }

            _start(run);
        }

        _changed.Writer.TryWrite(true);
    }

    /// <summary>Stops one controller, waits until its reconciles have ended, and gives back what it used.</summary>
    /// <returns>Whether there was one of that name.</returns>
    public async Task<bool> RemoveAsync(string name)
    {
        if (Runs().FirstOrDefault(run => string.Equals(run.Controller.Name, name, StringComparison.OrdinalIgnoreCase)) is not { IsRemoved: false } removed)
        {
            return false;
        }

        await removed.StopAsync();
        lock (_lock)
        {
            _runs.Remove(name);
        }

        await removed.DisposeAsync();
        return true;
    }

    public async Task RunAsync(CancellationToken stopping, CancellationToken impatience)
    {
        _surroundings.Logger.Starting(_runs.Count, _informerCount);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var stopInformers = new CancellationTokenSource();
        var informing = _informers.RunAsync(stopInformers.Token);
        var synced = SyncAsync(stop.Token);
        var leading = LeadAsync(synced, stop.Token);
        Start(synced, (run, ready) => run.Start(ready, _leadership, stop.Token, impatience), stop.Token);
        try
        {
            await OneEndsAsync([informing, leading], stop.Token);
        }
        finally
        {
            await EndAsync(leading, stop);
            await stopInformers.CancelAsync();
            await informing;
        }
    }

    private void Start(Task synced, Action<ControllerRun, Task> start, CancellationToken stopping)
    {
        lock (_lock)
        {
            foreach (var run in _runs.Values)
            {
                start(run, synced);
            }

            _start = late => start(late, SyncAsync(stopping));      // for what it brings along
        }
    }

    // The first part to end, ends all: none lives on in silence beside a failed one. Only what was removed may end by itself.
    private async Task OneEndsAsync(Task[] parts, CancellationToken stopping)
    {
        var change = _changed.Reader.WaitToReadAsync(stopping).AsTask();
        while (true)
        {
            var running = Runs().Where(run => !run.IsRemoved).ToList();
            var ended = await Task.WhenAny([change, .. parts, .. running.Select(run => run.Completion!)]);
            if (ended == change && !change.IsCanceled)
            {
                _changed.Reader.TryRead(out _);
                change = _changed.Reader.WaitToReadAsync(stopping).AsTask();
            }
            else if (running.Find(run => run.Completion == ended) is not { IsRemoved: true, Completion.IsCompletedSuccessfully: true })
            {
                return;
            }
        }
    }

    private async Task EndAsync(Task leading, CancellationTokenSource stop)
    {
        lock (_lock)
        {
            _start = null;
        }

        await stop.CancelAsync();
        var runs = Runs();
        try
        {
            await Task.WhenAll([leading, .. runs.Select(run => run.Completion!)]);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            foreach (var run in runs)
            {
                await run.DisposeAsync();
            }
        }
    }

    private Task SyncAsync(CancellationToken stopping) => new SyncGate(_informers, _surroundings).WaitAsync(stopping);

    // Ends early if the informers do not list in time, also where there is no controller. Who cannot list, does not stand for election.
    private async Task LeadAsync(Task synced, CancellationToken stopping)
    {
        await synced;
        if (_election is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        }
        else
        {
            await _election((term, lost) => _leadership.LeadAsync(term, stopping, lost), stopping);
        }
    }

    private List<ControllerRun> Runs()
    {
        lock (_lock)
        {
            return [.. _runs.Values];
        }
    }
}
