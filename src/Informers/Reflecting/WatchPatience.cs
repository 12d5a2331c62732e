namespace KubeController.Informers.Reflecting;

/// <summary>Cuts a watch that says nothing for too long, or outlives the time it was asked to last.</summary>
internal sealed class WatchPatience : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationTokenSource _linked;
    private readonly TimeSpan _idle;
    private readonly TimeSpan _longest;
    private readonly long _began;

    public WatchPatience(TimeSpan idle, TimeSpan longest, TimeProvider timeProvider, CancellationToken cancellationToken, TimeSpan? first = null)
    {
        first ??= idle;
        (_idle, _longest, _timeProvider) = (idle, longest, timeProvider);
        _began = timeProvider.GetTimestamp();
        _cut = new(first.Value < longest ? first.Value : longest, timeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token);
    }

    public CancellationToken Token => _linked.Token;

    public bool HasRunOut => _cut.IsCancellationRequested;

    public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_began);

    /// <summary>Begins to wait anew, because something was heard.</summary>
    public void Restart()
    {
        var left = _longest - Elapsed;
        _cut.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < _idle ? left : _idle);
    }

    public void Dispose()
    {
        _linked.Dispose();
        _cut.Dispose();
    }
}
