using System.Threading.Channels;
using KubeController.Client;

namespace KubeController.Reconcilers.Leading;

/// <summary>Watches the lease while we stand by, so that a release is noticed at once. It may fail as it likes: whoever stands by polls as well.</summary>
internal sealed class LeaseWatch : IAsyncDisposable
{
    private readonly ElectionParts _parts;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<WatchFrame<DynamicObject>> _news =
        Channel.CreateBounded<WatchFrame<DynamicObject>>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Task _running;
    private volatile bool _isOpen;
    private Type? _refusal;

    public LeaseWatch(ElectionParts parts)
    {
        _parts = parts;
        _running = RunAsync(_stop.Token);
    }

    /// <summary>Whether the server has accepted the watch, and it has not ended.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Waits until the lease has changed, and tells the keeper what it is now.</summary>
    public async Task ReadAsync(LeaseKeeper keeper, CancellationToken cancellationToken)
    {
        await _news.Reader.WaitToReadAsync(cancellationToken);
        while (_news.Reader.TryRead(out var frame))
        {
            if (frame.Type == WatchFrameType.Deleted)
            {
                keeper.SeeDeleted(frame.Object!);
            }
            else
            {
                keeper.See(frame.Object);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var pause = _parts.Settings.RetryPeriod;
            try
            {
                await FollowAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                pause = Tell(error);
            }

            _isOpen = false;
            using var limit = new TimeLimit(_parts.Jitter.Spread(pause), _parts.TimeProvider, stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, _parts.TimeProvider, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Reads one watch to its end. A leader renews all the time: where nothing arrives for a whole lease, the connection or the leader is dead.</summary>
    private async Task FollowAsync(CancellationToken stop)
    {
        using var silence = new TimeLimit(_parts.Settings.LeaseDuration, _parts.TimeProvider, stop);
        try
        {
            // From no version on: the watch begins with the lease as it is, so that nothing can be missed before it.
            await using var stream = await _parts.Requests.Watch.OpenWatchAsync(new() { AllowBookmarks = false }, silence.Token);
            _isOpen = true;
            _refusal = null;
            await foreach (var frame in stream.ReadAllAsync(silence.Token))
            {
                silence.Restart(_parts.Settings.LeaseDuration);
                Take(frame);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Silent for too long; begun again.
        }
    }

    private void Take(in WatchFrame<DynamicObject> frame)
    {
        if (frame.Status is { } status)
        {
            throw ApiException.FromStatus(status, "watch lease");
        }

        if (frame.Object is not null)
        {
            _news.Writer.TryWrite(frame);
        }
    }

    /// <summary>A refusal is told once, and asked for seldom; rights may be granted while we run.</summary>
    private TimeSpan Tell(Exception error)
    {
        if (error is not ApiException { IsTransient: false })
        {
            _parts.Logger.WatchBroke(_parts.Settings.Lease, error.Message);
            return _parts.Settings.RetryPeriod;
        }

        if (_refusal != error.GetType())
        {
            _refusal = error.GetType();
            _parts.Logger.NotWatched(_parts.Settings.Lease, _parts.Settings.RetryPeriod, error.Message);
        }

        return _parts.Settings.LeaseDuration;
    }
}
