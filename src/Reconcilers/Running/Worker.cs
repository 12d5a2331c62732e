using KubeController.Client;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Telemetry;
using KubeController.Reconcilers.Waking;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Running;

/// <summary>Reconciles keys and settles them: take, reconcile, settle.</summary>
/// <param name="reconcile">The reconciler.</param>
/// <param name="exists">Whether the controller's resource of a key exists, for all that is known.</param>
/// <param name="inbox">Where the keys come from.</param>
/// <param name="settings">The options, which may change.</param>
/// <param name="progress">Where it is seen while it runs.</param>
/// <param name="telemetry">Where it is told.</param>
/// <param name="surroundings">Time and chance.</param>
internal sealed class Worker(
    ReconcileCall reconcile,
    Func<NamespacedName, bool> exists,
    Inbox inbox,
    ControllerSettings settings,
    ControllerProgress progress,
    ControllerTelemetry telemetry,
    ControllerSurroundings surroundings)
{
    private readonly TimeProvider _timeProvider = surroundings.TimeProvider;
    private readonly SettlementLog _log = new(telemetry.Controller, telemetry.Logger);

    /// <summary>Reconciles one key and settles it; any number may run side by side.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while it ran: the key is not settled.</exception>
    public async ValueTask WorkOnAsync(WorkItem<NamespacedName> item, LeaderTerm? term, CancellationToken cancellationToken)
    {
        var (causes, since) = inbox.Causes.Take(item.Key, item.Priority);
        var request = new ReconcileRequest(item.Key, item.Attempt) { Causes = causes, Term = term };
        using var scope = telemetry.Logger.BeginScope(new ReconcileScope(telemetry.Controller, request));
        var trace = telemetry.Begin(request);
        var began = _timeProvider.GetTimestamp();
        progress.Begin(request);
        var end = await ReconcileAsync(request, cancellationToken);
        progress.End(item.Key);     // before another worker can have the key
        var requeued = Settle(item, end, since);
        _log.Write(item.Key, item.Attempt, end);
        var latency = end.Fate is ReconcileFate.IsRetried or ReconcileFate.IsInterrupted || since is null ? (TimeSpan?)null : _timeProvider.GetElapsedTime(since.Value);
        telemetry.End(trace, end, requeued, _timeProvider.GetElapsedTime(began), latency);
        if (end.Fate is ReconcileFate.IsInterrupted)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask<ReconcileEnd> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return ReconcileEnd.Of(await ReconcileInTimeAsync(request, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ReconcileEnd.Interrupted;
        }
        catch (Exception error)
        {
            return ReconcileEnd.Of(error);
        }
    }

    private async ValueTask<ReconcileResult> ReconcileInTimeAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        if (settings.Current.Deadline is not { } deadline)
        {
            return await reconcile(request, cancellationToken);
        }

        using var late = new CancellationTokenSource(deadline, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await reconcile(request, either.Token);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeadlineExceededException(deadline, error);
        }
    }

    /// <summary>Gives the key back to the queue. What it comes back for is noted first: it may be taken at once.</summary>
    /// <returns>Why the key comes back by itself; <see langword="null"/> if it does not.</returns>
    private ReconcileCauseKind? Settle(WorkItem<NamespacedName> item, in ReconcileEnd end, long? since)
    {
        switch (end.Fate)
        {
            case ReconcileFate.IsRetried:
                inbox.Causes.NoteReturn(item.Key, ReconcileCauseKind.Retry, TimeSpan.Zero, since);
                Retry(item, end);
                return ReconcileCauseKind.Retry;
            case ReconcileFate.ComesAgain:
                inbox.Causes.NoteReturn(item.Key, ReconcileCauseKind.Requeue, end.Delay, since: null);
                Requeue(item, end);
                return ReconcileCauseKind.Requeue;
            case ReconcileFate.Rests:
                return Rest(item);
            default:
                return null;    // left to whoever cancelled it
        }
    }

    private void Retry(WorkItem<NamespacedName> item, in ReconcileEnd end)
    {
        try
        {
            if (end.Error is { } error)
            {
                item.Retry(error, end.Delay);
            }
            else
            {
                item.Retry(end.Delay);
            }
        }
        catch (InvalidOperationException error)
        {
            // The backoff policy is the user's. The key comes back all the same, and one bad policy does not end the host.
            telemetry.Logger.BackoffFailed(telemetry.Controller, item.Key, error);
        }
    }

    private static void Requeue(WorkItem<NamespacedName> item, in ReconcileEnd end)
    {
        if (end.Priority is { } priority)
        {
            item.RequeueAfter(end.Delay, priority);
        }
        else
        {
            item.RequeueAfter(end.Delay);
        }
    }

    /// <summary>A resource that exists is looked at again one day, whatever happens: should an event be lost, by whomever, it is not lost for ever.</summary>
    private ReconcileCauseKind? Rest(WorkItem<NamespacedName> item)
    {
        var interval = settings.Current.FailsafeInterval;
        if (interval <= TimeSpan.Zero || !exists(item.Key))
        {
            item.Succeed();
            return null;
        }

        // Spread over a tenth, so that what was reconciled at once at the start does not come at once for ever.
        item.RequeueAfter(interval * (1 + (surroundings.Random() / 10)), WorkPriority.Background);
        return ReconcileCauseKind.Failsafe;
    }
}
