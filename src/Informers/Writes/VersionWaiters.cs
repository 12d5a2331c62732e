using KubeController.Informers.Storage;

namespace KubeController.Informers.Writes;

/// <summary>Who waits until the store is complete up to a version. Guarded by the writer's lock.</summary>
internal sealed class VersionWaiters
{
    private readonly List<(string Version, TaskCompletionSource Reached)> _waiters = [];
    private bool _isClosed;

    public Task AddLocked(string version, string? present, CancellationToken cancellationToken)
    {
        if (HasReached(present, version))
        {
            return Task.CompletedTask;
        }

        if (_isClosed)
        {
            return Task.FromCanceled(new(canceled: true));
        }

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.RemoveAll(static waiter => waiter.Reached.Task.IsCompleted);
        _waiters.Add((version, reached));
        return WaitAsync(reached, cancellationToken);
    }

    public void ReleaseLocked(string? present)
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (HasReached(present, _waiters[i].Version))
            {
                _waiters[i].Reached.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    public void CloseLocked()
    {
        _isClosed = true;
        _waiters.ForEach(static waiter => waiter.Reached.TrySetCanceled());
        _waiters.Clear();
    }

    private static bool HasReached(string? present, string version) => present is not null && !VersionOrder.IsNewer(version, present);

    private static async Task WaitAsync(TaskCompletionSource reached, CancellationToken cancellationToken)
    {
        using var givenUp = cancellationToken.UnsafeRegister(static (source, token) => ((TaskCompletionSource)source!).TrySetCanceled(token), reached);
        await reached.Task;
    }
}
