using System.Diagnostics;
using System.Net;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Lists and watches for ever, and feeds the store: never gives up, never skips, never goes back in time.</summary>
internal sealed class Reflector<T>(ListWatch<T> listWatch, StoreFeed<T> feed, InformerStatus status, ReflectorClock clock, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Runs until the token is cancelled; returns then, and leaves no request open.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var state = ReflectorState.Start;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                state = state switch
                {
                    ReflectorState.Listing listing => await ListAsync(listing, cancellationToken),
                    ReflectorState.Watching watching => await WatchAsync(watching, cancellationToken),
                    ReflectorState.Waiting waiting => await WaitAsync(waiting, cancellationToken),
                    _ => throw new UnreachableException(),
                };
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop: that is the one way to end.
        }
    }

    private async Task<ReflectorState> ListAsync(ReflectorState.Listing listing, CancellationToken cancellationToken)
    {
        status.Listing();
        var draft = feed.BeginList();
        try
        {
            await foreach (var page in listWatch.ListAsync(RequestOf(listing), cancellationToken))
            {
                feed.Add(draft, page);
            }

            return Commit(listing, draft);
        }
        catch (Exception error) when (IsOurs(error, cancellationToken))
        {
            return ReflectorProtocol.AfterListFailure(listing, error, hasPages: draft.ResourceVersion is not null);
        }
    }

    private ReflectorState Commit(ReflectorState.Listing listing, ListDraft<T> draft)
    {
        var known = listing.Known;
        if (ResourceVersions.IsComparable(known) && ResourceVersions.IsComparable(draft.ResourceVersion)
            && ResourceVersions.Compare(draft.ResourceVersion!, known!) < 0)
        {
            if (!listing.IsConsistent)
            {
                throw new StaleListException(draft.ResourceVersion, known);
            }

            logger.WentBack(status.Name, draft.ResourceVersion, known);
        }

        var isFirst = !feed.HasSynced;
        feed.Commit(draft);
        status.Listed();
        if (isFirst)
        {
            logger.Listed(status.Name, feed.Count, draft.ResourceVersion);
        }
        else
        {
            logger.Relisted(status.Name, feed.Count, draft.ResourceVersion);
        }

        return ReflectorProtocol.AfterList(draft.ResourceVersion ?? string.Empty);
    }

    private async Task<ReflectorState> WatchAsync(ReflectorState.Watching watching, CancellationToken cancellationToken)
    {
        var pass = new WatchPass(watching);
        var seconds = clock.Watches.NextTimeoutSeconds();
        using var patience = clock.Watches.Begin(seconds, cancellationToken);
        status.Watching();
        try
        {
            var request = new WatchRequest { ResourceVersion = watching.ResourceVersion, TimeoutSeconds = seconds };
            await using var stream = await listWatch.OpenWatchAsync(request, patience.Token);
            Open(pass, patience);
            await foreach (var frame in stream.ReadAllAsync(patience.Token))
            {
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
        catch (Exception error) when (IsOurs(error, cancellationToken))
        {
            return End(pass.Report(patience, patience.HasRunOut ? WatchEnd.Silence : WatchEnd.Failure, error));
        }
    }

    private void Open(WatchPass pass, WatchPatience patience)
    {
        pass.Open(patience.Elapsed);
        patience.Restart();
        status.Opened();
    }

    private void Take(WatchFrame<T> frame, WatchPass pass)
    {
        status.Heard();
        if (frame.Type is WatchFrameType.Bookmark)
        {
            clock.Watches.HeardBookmark();
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
            clock.Watches.HeardNothing();
        }

        var next = ReflectorProtocol.AfterWatch(report);
        if (next is ReflectorState.Watching && report.Error is { } error)
        {
            var reason = report.End is WatchEnd.Silence ? $"Nothing was heard of it for too long ({report.Lived} after it began)." : error.Message;
            logger.Resumed(status.Name, report.ResourceVersion, reason);
        }

        return next;
    }

    private async Task<ReflectorState> WaitAsync(ReflectorState.Waiting waiting, CancellationToken cancellationToken)
    {
        var delay = clock.NextDelay((waiting.Error as ApiException)?.RetryAfter);
        var phase = PhaseOf(waiting.Error);
        status.Failed(waiting.Error, phase);
        if (phase is InformerPhase.BackingOff)
        {
            logger.Failed(status.Name, waiting.Verb, delay, waiting.Error);
        }
        else
        {
            logger.Refused(status.Name, waiting.Verb, delay, waiting.Error.Message);
        }

        await clock.DelayAsync(delay, cancellationToken);
        return waiting.Next;
    }

    // A version that was seen is asked for without pages, so that the server can answer from its cache.
    private static ListRequest RequestOf(ReflectorState.Listing listing) => new()
    {
        ResourceVersion = listing.ResourceVersion,
        Limit = listing.IsPaged && listing.ResourceVersion.Length == 0 ? null : 0,
    };

    private static InformerPhase PhaseOf(Exception error) => (error as ApiException)?.StatusCode switch
    {
        HttpStatusCode.Unauthorized => InformerPhase.Unauthorized,
        HttpStatusCode.Forbidden => InformerPhase.Forbidden,
        HttpStatusCode.NotFound => InformerPhase.NotFound,
        _ => InformerPhase.BackingOff,
    };

    // A cancellation that nobody asked for, such as the client's own timeout or our patience, is a failure like any other.
    private static bool IsOurs(Exception error, CancellationToken cancellationToken) =>
        error is not OperationCanceledException || !cancellationToken.IsCancellationRequested;
}
