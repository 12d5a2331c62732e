using KubeController.Client;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Waking;

/// <summary>Where the keys of a controller wait: its queue, and beside it why they do.</summary>
internal sealed class Inbox : IAsyncDisposable
{
    private readonly Action<NamespacedName, int> _add;

    public Inbox(WorkQueueOptions<NamespacedName> options)
    {
        Queue = new(options);
        Causes = new(options.TimeProvider);
        _add = Queue.Add;
    }

    public WorkQueue<NamespacedName> Queue { get; }

    public WaitingCauses Causes { get; }

    public void Wake(NamespacedName key, in ReconcileCause cause, int priority) => Causes.Note(key, cause, _add, priority);

    public ValueTask DisposeAsync() => Queue.DisposeAsync();
}
