using System.IO.Pipelines;

namespace KubeController.Client.Wire;

/// <summary>Ends the reading of a body that stands still. As long as bytes arrive, it may take its time.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeSpan _limit;
    private readonly string _description;

    public StallGuard(ApiConnectionOptions options, string description, CancellationToken cancellationToken)
    {
        _limit = options.RequestTimeout;
        _description = description;
        _cancellationToken = cancellationToken;
        _stalled = new(Timeout.InfiniteTimeSpan, options.TimeProvider);
        _registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _stalled);
    }

    /// <exception cref="TimeoutException">Nothing arrived for the whole limit.</exception>
    public async ValueTask<ReadResult> ReadAsync(PipeReader pipe)
    {
        _stalled.CancelAfter(_limit);
        try
        {
            var result = await pipe.ReadAsync(_stalled.Token);
            _stalled.CancelAfter(Timeout.InfiniteTimeSpan);     // the time that decoding takes is not the body's
            return result;
        }
        catch (OperationCanceledException error) when (_stalled.IsCancellationRequested)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException(
                $"{_description}: the body stood still for {_limit}. Check the network on the way to the server, or raise '{nameof(ApiConnectionOptions.RequestTimeout)}'.",
                error);
        }
        catch (OperationCanceledException error)
        {
            throw new IOException($"{_description}: the connection was given up.", error);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _stalled.Dispose();
    }
}
