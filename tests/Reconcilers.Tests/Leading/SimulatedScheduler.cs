namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>Runs tasks, one after the other, when the simulation says so: what is not run stands still, as a paused process does.</summary>
internal sealed class SimulatedScheduler : TaskScheduler
{
    private readonly Lock _lock = new();
    private readonly Queue<Task> _tasks = [];

    /// <summary>Runs what is ready, and what becomes ready by that.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool RunReady()
    {
        // An await goes back to the context of its thread rather than to its scheduler, and the test runner has put one here.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var any = false;
            while (TryTake(out var task))
            {
                any = true;
                TryExecuteTask(task);
            }

            return any;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Starts work that stays on this scheduler.</summary>
    public Task<T> Start<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    public Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            _tasks.Enqueue(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock)
        {
            return [.. _tasks];
        }
    }

    private bool TryTake(out Task task)
    {
        lock (_lock)
        {
            return _tasks.TryDequeue(out task!);
        }
    }
}
