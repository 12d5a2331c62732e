namespace KubeController.WorkQueues.Workers;

/// <summary>One loop of a pool, that can be told to take no more.</summary>
internal sealed class PoolWorker : IDisposable
{
    private readonly CancellationTokenSource _retirement;
    private volatile bool _isRetired;

    public PoolWorker(Func<CancellationToken, Task> loop, CancellationToken stopping)
    {
        _retirement = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Completion = loop(_retirement.Token);
    }

    public Task Completion { get; }

    /// <summary>Gets a value indicating whether it was told to take no more, and nobody but it: that all stop is another matter.</summary>
    public bool IsRetired => _isRetired;

    public void Retire()
    {
        _isRetired = true;
        _retirement.Cancel();
    }

    public void Dispose() => _retirement.Dispose();
}
