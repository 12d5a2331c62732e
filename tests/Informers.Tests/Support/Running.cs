namespace KubeController.Informers.Tests.Support;

/// <summary>Something that runs until it is disposed.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public Running(Func<CancellationToken, Task> run) => _run = run(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }
}
