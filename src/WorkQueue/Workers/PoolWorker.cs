namespace KubeController.WorkQueues.Workers;

/// <summary>One loop of a pool, that can be told to take no more.</summary>
internal sealed class PoolWorker : IDisposable
{
    private readonly CancellationTokenSource _retirement;

    public PoolWorker(Func<CancellationToken, Task> loop, CancellationToken stopping)
    {
        _retirement = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Completion = loop(_retirement.Token);
    }

    public Task Completion { get; }

    public bool IsRetired => _retirement.IsCancellationRequested;

    public void Retire() => _retirement.Cancel();

    public void Dispose() => _retirement.Dispose();
}
