using System.Runtime.CompilerServices;
using KubeController.Testing.Http;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>
/// One watch: a position in the history that moves on whenever something is written. Nobody pushes and nothing polls; the stream sleeps on the next
/// write, its next bookmark, or its end. A reader that falls behind the history sees the stream end, and resumes like after any end.
/// </summary>
internal sealed class WatchStream(Cluster cluster, ApiCall call, Selection selection)
{
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastBookmarkBeforeEnd = TimeSpan.FromSeconds(2);

    /// <summary>The objects to begin with; null to begin with changes.</summary>
    public required ObjectSnapshot? Initial { get; init; }

    /// <summary>The revision after which changes are sent.</summary>
    public required long Start { get; init; }

    /// <summary>An error to send instead of anything else; null for none.</summary>
    public required StatusException? Error { get; init; }

    /// <summary>Whether bookmarks are wanted.</summary>
    public required bool AllowsBookmarks { get; init; }

    /// <summary>After what time the stream ends.</summary>
    public required TimeSpan Life { get; init; }

    /// <summary>Ends the stream early: cleanly, or abruptly if that was asked for.</summary>
    public required CancellationToken Gate { get; init; }

    /// <summary>The frames, in batches.</summary>
    /// <exception cref="ConnectionCutException">The stream was cut abruptly.</exception>
    /// <exception cref="OperationCanceledException">The reader went away.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var abruptCuts = cluster.Watches.AbruptCuts;
        var frames = new FrameWriter(cluster, call, selection);
        if (Error is not null)
        {
            yield return [FrameWriter.Error(Error)];
            yield break;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Gate);
        var end = cluster.Time.GetUtcNow() + Life;
        var schedule = new BookmarkSchedule(cluster.Time.GetUtcNow(), end, AllowsBookmarks, BookmarkInterval, LastBookmarkBeforeEnd);
        var position = Start;
        var marked = Start;
        if (Initial is not null && frames.Initial(Initial, AllowsBookmarks) is { Count: > 0 } initial)
        {
            yield return initial;
        }

        while (!stop.IsCancellationRequested && cluster.Time.GetUtcNow() < end)
        {
            var batch = cluster.Store.ReadChanges(call.Definition.Table, position);
            if (batch.IsExpired)
            {
                break;
            }

            position = batch.Revision;
            if (frames.Changes(batch.Changes) is { Count: > 0 } changes)
            {
                yield return changes;
            }

            if (schedule.IsDue(cluster.Time.GetUtcNow()) && position > marked)
            {
                marked = position;
                yield return [frames.Bookmark(position, isInitialEnd: false)];
            }

            if (batch.Next is { } next)
            {
                await SleepAsync(next, schedule.NextWake - cluster.Time.GetUtcNow(), stop.Token);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (cluster.Watches.AbruptCuts != abruptCuts)
        {
            throw new ConnectionCutException();
        }

        // What was written before the end is sent before the end.
        if (frames.Changes(cluster.Store.ReadChanges(call.Definition.Table, position).Changes) is { Count: > 0 } last)
        {
            yield return last;
        }
    }

    private async Task SleepAsync(Task next, TimeSpan time, CancellationToken stop)
    {
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        await next.WaitAsync(time, cluster.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }
}
