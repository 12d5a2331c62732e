using System.Diagnostics;

namespace KubeController.WorkQueues;

/// <summary>What a debugger shows of a queue.</summary>
internal sealed class WorkQueueDebugView<TKey>(WorkQueue<TKey> queue)
    where TKey : notnull
{
    [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
    public WorkQueueSnapshot<TKey> Snapshot => queue.GetSnapshot();
}
