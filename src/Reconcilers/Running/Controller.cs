using KubeController.Client;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Telemetry;
using KubeController.Reconcilers.Waking;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Running;

/// <summary>Joins what wakes, the queue and the workers.</summary>
internal sealed class Controller(
    IReadOnlyList<Trigger> triggers,
    ReconcileCall reconcile,
    Func<NamespacedName, bool> exists,
    ControllerSettings settings,
    ControllerTelemetry telemetry,
    ControllerSurroundings surroundings) : IAsyncDisposable
{
    private readonly Inbox _inbox = new(surroundings.QueueOptions(telemetry.Controller, settings.Current));
    private readonly ControllerProgress _progress = new(surroundings.TimeProvider);

    public string Name => telemetry.Controller;

    public ControllerState State => _progress.Describe(Name, settings.Current.Workers, _inbox.Queue);

    /// <summary>Runs until it is told to stop, and every reconcile has ended.</summary>
    /// <param name="synced">No reconcile begins before it has ended.</param>
    /// <param name="leadership">No reconcile runs outside of its terms.</param>
    /// <param name="stopping">No reconcile begins after it was cancelled.</param>
    /// <param name="impatience">Cancels the reconciles that run.</param>
    public async Task RunAsync(Task synced, Leadership leadership, CancellationToken stopping, CancellationToken impatience)
    {
        var subscriptions = triggers.Select(trigger => trigger.Subscribe(_inbox)).ToList();     // what happens becomes keys
        try
        {
            await synced.WaitAsync(stopping);           // the stores are full …
            foreach (var subscription in subscriptions)
            {
                await subscription.WaitForSyncAsync(stopping);      // … and their keys are queued
            }

            await WorkTermsAsync(leadership, stopping, impatience);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop before it had begun.
        }
        finally
        {
            foreach (var subscription in subscriptions)
            {
                await subscription.DisposeAsync();
            }

            _progress.Enter(ControllerPhase.Stopped);
            telemetry.Logger.Stopped(Name);
        }
    }

    /// <summary>Gives back what the controller was lent; it does not run any more.</summary>
    public async ValueTask DisposeAsync()
    {
        settings.Dispose();
        telemetry.Dispose();
        await _inbox.DisposeAsync();
        foreach (var trigger in triggers)
        {
            await trigger.ReleaseAsync();
        }
    }

    // One term after the other, until it is stopped. Between them the keys collect in the inbox: whoever is elected begins with a warm cache and a full queue.
    private async Task WorkTermsAsync(Leadership leadership, CancellationToken stopping, CancellationToken impatience)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (leadership.IsElected)
            {
                _progress.Enter(ControllerPhase.Standby);
                telemetry.Logger.StandingBy(Name);
            }

            var term = await leadership.EnterAsync(stopping);
            try
            {
                await WorkAsync(term, stopping, impatience);
            }
            finally
            {
                term.Leave();
            }
        }
    }

    private async Task WorkAsync(WorkingTerm term, CancellationToken stopping, CancellationToken impatience)
    {
        using var patience = new Patience(surroundings, stopping, impatience);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, term.Lost);
        var worker = new Worker(reconcile, exists, _inbox, settings, _progress, telemetry, surroundings);
        var pool = new WorkerPool<NamespacedName>(_inbox.Queue, (item, token) => worker.WorkOnAsync(item, term.Details, token), settings.Current.Workers);
        settings.OnChange(options => Resize(pool, options.Workers));
        Resize(pool, settings.Current.Workers);     // changed since, perhaps
        _progress.Enter(ControllerPhase.Working);
        telemetry.Logger.Started(Name, pool.Concurrency);
        await pool.RunAsync(stopping, working.Token);
        if (term.Lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            telemetry.Logger.LostTheLead(Name);
        }
    }

    private void Resize(WorkerPool<NamespacedName> pool, int workers)
    {
        telemetry.Workers = workers;
        if (pool.Concurrency != workers)
        {
            telemetry.Logger.Resized(Name, pool.Concurrency, workers);
            pool.Concurrency = workers;
        }
    }
}
