using System.Collections.Concurrent;
using KubeController.Client;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Running;

/// <summary>What a controller is at, and which reconciles run.</summary>
internal sealed class ControllerProgress(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<NamespacedName, (ReconcileRequest Request, long Began)> _running = [];
    private volatile ControllerPhase _phase;

    public void Enter(ControllerPhase phase) => _phase = phase;

    public void Begin(in ReconcileRequest request) => _running[request.Key] = (request, timeProvider.GetTimestamp());

    public void End(NamespacedName key) => _running.TryRemove(key, out _);

    public ControllerState Describe(string name, int workers, WorkQueue<NamespacedName> queue) => new()
    {
        Name = name,
        Phase = _phase,
        Workers = workers,
        Ready = queue.Count,
        Delayed = queue.DelayedCount,
        Running = [.. _running.Values.OrderBy(run => run.Began).Select(run => new RunningReconcile(run.Request, timeProvider.GetElapsedTime(run.Began)))],
    };
}
