using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Puts a whole list into the store in one step, unless it is older than what was seen.</summary>
internal sealed class ListCommit<T>(ListWatchOptions scope, FeedPart<T> feed, InformerStatus status, TimeProvider timeProvider, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <exception cref="StaleListException">It is older, although one that is not was asked for.</exception>
    public void Commit(ReflectorState.Listing listing, ListDraft<T> draft, long began, bool isStreamed)
    {
        RefuseOlder(listing, draft.ResourceVersion);
        CheckShard(draft.ConfirmedShardSelector);
        var isFirst = !feed.HasListed;
        feed.Commit(draft);
        var elapsed = timeProvider.GetElapsedTime(began);
        status.Listed(listing.Reason, elapsed, isStreamed);
        if (isFirst)
        {
            logger.Listed(status.Name, feed.Count, draft.ResourceVersion, elapsed);
        }
        else
        {
            logger.Relisted(status.Name, listing.Reason, feed.Count, draft.ResourceVersion, elapsed);
        }
    }

    // What it sends too much, the client has left out: that is no fault, but every process of many gets everything.
    private void CheckShard(string? confirmed)
    {
        if (scope.ShardSelector is { } shard)
        {
            var isConfirmed = shard.IsConfirmedBy(confirmed);
            if (!isConfirmed && status.Current.IsShardedByServer is not false)
            {
                logger.NotSharded(status.Name, shard.ToString());
            }

            status.Sharded(isConfirmed);
        }
    }

    private void RefuseOlder(ReflectorState.Listing listing, string? listed)
    {
        var known = listing.Known;
        if (!ResourceVersions.IsComparable(known) || !ResourceVersions.IsComparable(listed) || ResourceVersions.Compare(listed!, known!) >= 0)
        {
            return;
        }

        if (!listing.IsConsistent)
        {
            throw new StaleListException(listed, known);
        }

        logger.WentBack(status.Name, listed, known);
    }
}
