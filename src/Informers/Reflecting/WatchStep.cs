using k8s;
using k8s.Models;
using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Follows one watch, frame by frame, into the store.</summary>
internal sealed class WatchStep<T>(ListWatch<T> listWatch, FeedPart<T> feed, InformerStatus status, WatchTiming timing, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Watches until the watch ends, in whatever way; that is a state like any other.</summary>
    public async Task<ReflectorState> RunAsync(ReflectorState.Watching watching, CancellationToken cancellationToken)
    {
        var pass = new WatchPass(watching);
        var seconds = timing.NextTimeoutSeconds();
        using var patience = timing.Begin(seconds, cancellationToken);
        status.Watching();
        try
        {
            var request = new WatchRequest { ResourceVersion = watching.ResourceVersion, TimeoutSeconds = seconds };
            await using var stream = await listWatch.OpenRecordWatchAsync(request, feed.Records, patience.Token);
            Open(pass, patience);
            await using var frames = stream.ReadAllAsync(patience.Token).GetAsyncEnumerator(cancellationToken);
            return await FollowAsync(frames, pass, patience);
        }
        catch (Exception error) when (error.IsFailure(cancellationToken))
        {
            return BreakOff(pass, patience, error);
        }
    }

    /// <summary>Takes the frames of an open watch in, until it ends.</summary>
    public async Task<ReflectorState> FollowAsync(IAsyncEnumerator<WatchFrame<ResourceRecord>> frames, WatchPass pass, WatchPatience patience)
    {
        while (await frames.MoveNextAsync())
        {
            var frame = frames.Current;
            patience.Restart();
            if (frame.Type is WatchFrameType.Error)
            {
                return End(pass.Report(patience, WatchEnd.ErrorFrame, ApiException.FromStatus(frame.Status ?? new(), $"watch {status.Name}")));
            }

            if (frame.Undecodable is { Key: null, Error: var error })
            {
                // Nobody knows what this would have told. To go on would be to skip it; from the last version it is told again.
                return End(pass.Report(patience, WatchEnd.Failure, error));
            }

            Take(frame, pass);
        }

        return End(pass.Report(patience, WatchEnd.Clean));
    }

    /// <summary>Ends a watch that was refused, broke, or ran out of our patience.</summary>
    public ReflectorState BreakOff(WatchPass pass, WatchPatience patience, Exception error) =>
        End(pass.Report(patience, patience.HasRunOut ? WatchEnd.Silence : WatchEnd.Failure, error));

    private void Open(WatchPass pass, WatchPatience patience)
    {
        pass.Open(patience.Elapsed);
        patience.Restart();
        status.Opened();
    }

    private void Take(WatchFrame<ResourceRecord> frame, WatchPass pass)
    {
        if (frame.Type is WatchFrameType.Bookmark)
        {
            status.Bookmark();
            timing.HeardBookmark();
        }
        else if (frame.Type is WatchFrameType.Outside)
        {
            status.Heard();
        }
        else
        {
            status.Event();
        }

        feed.Apply(frame);
        pass.Advance(frame.Type, frame.ResourceVersion);
    }

    private ReflectorState End(WatchReport report)
    {
        if (report.End is WatchEnd.Clean)
        {
            logger.WatchEnded(status.Name, report.ResourceVersion);
        }
        else
        {
            status.Restarting();
        }

        if (report.End is WatchEnd.Silence)
        {
            timing.HeardNothing();
        }

        var next = ReflectorProtocol.AfterWatch(report);
        if (next is ReflectorState.Listing { Reason: ListReason.Silence })
        {
            logger.Doubted(status.Name, report.ResourceVersion);
        }
        else if (next is ReflectorState.Watching && report.Error is { } error)
        {
            var reason = report.End is WatchEnd.Silence ? $"Nothing was heard of it for too long ({report.Lived} after it began)." : error.Message;
            logger.Resumed(status.Name, report.ResourceVersion, reason);
        }

        return next;
    }
}
