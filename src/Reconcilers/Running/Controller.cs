using KubeController.Client;
using KubeController.Reconcilers.Hosting;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Running;

/// <summary>Joins what wakes, the queue and the workers.</summary>
internal sealed class Controller(
    string name, IReadOnlyList<Trigger> triggers, ReconcileCall reconcile, ControllerOptions options, ControllerSurroundings surroundings)
{
    /// <summary>Runs until it is told to stop, and every reconcile has ended.</summary>
    /// <param name="synced">No reconcile begins before it has ended.</param>
    /// <param name="stopping">No reconcile begins after it was cancelled.</param>
    /// <param name="impatience">Cancels the reconciles that run.</param>
    public async Task RunAsync(Task synced, CancellationToken stopping, CancellationToken impatience)
    {
        await using var queue = new WorkQueue<NamespacedName>(QueueOptions());
        var subscriptions = triggers.Select(trigger => trigger.Subscribe(queue)).ToList();     // a change becomes keys
        try
        {
            await synced.WaitAsync(stopping);           // the stores are full …
            foreach (var subscription in subscriptions)
            {
                await subscription.WaitForSyncAsync(stopping);      // … and their keys are queued
            }

            surroundings.Logger.Started(name, options.Workers);
            await WorkAsync(queue, stopping, impatience);
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

            surroundings.Logger.Stopped(name);
        }
    }

    private async Task WorkAsync(WorkQueue<NamespacedName> queue, CancellationToken stopping, CancellationToken impatience)
    {
        using var patience = new Patience(surroundings, stopping, impatience);
        var worker = new Worker(name, reconcile, options.Deadline, surroundings);
        await new WorkerPool<NamespacedName>(queue, worker.WorkOnAsync, options.Workers).RunAsync(stopping, patience.Token);
    }

    private WorkQueueOptions<NamespacedName> QueueOptions()
    {
        var queue = new WorkQueueOptions<NamespacedName>
        {
            TimeProvider = surroundings.TimeProvider,
            Backoff = new ExponentialBackoff(options.BaseDelay, options.MaxDelay, options.Jitter),
        };
        queue.Random = surroundings.Options.Random ?? queue.Random;
        return queue;
    }
}
