using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Lists by a watch (KEP-3157): collects the initial events aside up to the bookmark that ends them, puts them into the store as a whole, and follows the same stream on.</summary>
internal sealed class StreamStep<T>(
    ListWatch<T> listWatch, FeedPart<T> feed, ListCommit<T> commit, WatchStep<T> watch, ListMode mode, StreamTiming timing, InformerStatus status, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Lists, and watches until the watch ends; a failure is a state like any other.</summary>
    public async Task<ReflectorState> RunAsync(ReflectorState.Listing listing, CancellationToken cancellationToken)
    {
        status.Listing();
        status.Watching();
        var began = timing.Now;
        var draft = feed.BeginList();
        var seconds = timing.NextTimeoutSeconds();
        using var patience = timing.Begin(seconds, cancellationToken);
        WatchPass? pass = null;
        try
        {
            var request = new WatchRequest { ResourceVersion = listing.ResourceVersion, TimeoutSeconds = seconds, SendInitialEvents = true };
            await using var stream = await listWatch.OpenRecordWatchAsync(request, feed.Records, patience.Token);
            var opened = patience.Elapsed;
            status.Heard();
            await using var frames = stream.ReadAllAsync(patience.Token).GetAsyncEnumerator(cancellationToken);
            await CollectAsync(frames, draft, patience);
            commit.Commit(listing, draft, began, isStreamed: true);
            mode.Streamed();
            pass = new(new(draft.ResourceVersion ?? string.Empty), opened);
            patience.Restart();
            return await watch.FollowAsync(frames, pass, patience);
        }
        catch (Exception error) when (error.IsFailure(cancellationToken))
        {
            return pass is not null
                ? watch.BreakOff(pass, patience, error)
                : Fail(listing, patience.HasRunOut ? new StreamedListTimeoutException(timing.Limit, draft.Items.Count, !mode.HasWorked, error) : error);
        }
    }

    /// <summary>Takes the initial events into the draft, which has a version when they are complete. No event's version is taken for it: they come in no order.</summary>
    private async Task CollectAsync(IAsyncEnumerator<WatchFrame<ResourceRecord>> frames, ListDraft<T> draft, WatchPatience patience)
    {
        using var reminder = timing.EveryTenSeconds(() => logger.StillStreaming(status.Name, patience.Elapsed, draft.Items.Count));
        while (await frames.MoveNextAsync())
        {
            var frame = frames.Current;
            status.Heard();
            if (frame is { Type: WatchFrameType.Bookmark, IsInitialEventsEnd: true })
            {
                draft.ResourceVersion = frame.ResourceVersion;
                draft.ConfirmedShardSelector = frame.ConfirmedShardSelector;
                return;
            }

            ThrowIfUnusable(frame);
            feed.Add(draft, frame);
        }

        throw new StreamedListEndedException(draft.Items.Count);
    }

    private void ThrowIfUnusable(WatchFrame<ResourceRecord> frame)
    {
        if (frame.Type is WatchFrameType.Error)
        {
            throw ApiException.FromStatus(frame.Status ?? new(), $"watch {status.Name}");
        }

        if (frame.Undecodable is { Key: null, Error: var error })
        {
            // It may have been any object, or the end. A list in pages gets past it, should it come again.
            throw new InvalidDataException($"A frame of the streaming list could not be read. {error.Message}", error);
        }
    }

    private ReflectorState Fail(ReflectorState.Listing listing, Exception error)
    {
        status.Restarting();
        var (next, verdict) = ReflectorProtocol.AfterStreamFailure(listing, error);
        mode.StreamFailed(verdict, error);
        return next;
    }
}
