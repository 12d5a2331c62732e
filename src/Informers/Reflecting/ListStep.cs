using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Reads a list aside, and puts it into the store as a whole.</summary>
internal sealed class ListStep<T>(ListWatch<T> listWatch, StoreFeed<T> feed, InformerStatus status, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Lists; a failure is a state like any other.</summary>
    public async Task<ReflectorState> RunAsync(ReflectorState.Listing listing, CancellationToken cancellationToken)
    {
        status.Listing();
        var draft = feed.BeginList();
        try
        {
            await foreach (var page in listWatch.ListRecordsAsync(RequestOf(listing), feed.Records, cancellationToken))
            {
                feed.Add(draft, page);
            }

            return Commit(listing, draft);
        }
        catch (Exception error) when (error.IsFailure(cancellationToken))
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

    // A version that was seen is asked for without pages, so that the server can answer from its cache.
    private static ListRequest RequestOf(ReflectorState.Listing listing) => new()
    {
        ResourceVersion = listing.ResourceVersion,
        Limit = listing.IsPaged && listing.ResourceVersion.Length == 0 ? null : 0,
    };
}
