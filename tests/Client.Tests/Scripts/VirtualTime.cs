using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Scripts;

/// <summary>Moves virtual time on until a task has ended.</summary>
internal static class VirtualTime
{
    public static async Task<TimeSpan> RunAsync(this FakeTimeProvider time, Task task, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!task.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(50));

            // What the advance has set going goes first: otherwise virtual time runs ahead of the code that it drives.
            do
            {
                await Task.Yield();
            }
            while (ThreadPool.PendingWorkItemCount > 0);
        }

        return time.GetElapsedTime(start);
    }
}
