using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Reflecting;

/// <summary>Reads a list aside, page by page, and puts it into the store as a whole.</summary>
internal sealed class ListStep<T>(ListWatch<T> listWatch, FeedPart<T> feed, ListCommit<T> commit, ListMode mode, InformerStatus status, TimeProvider timeProvider)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Lists; a failure is a state like any other.</summary>
    public async Task<ReflectorState> RunAsync(ReflectorState.Listing listing, CancellationToken cancellationToken)
    {
        status.Listing();
        var began = timeProvider.GetTimestamp();
        var draft = feed.BeginList();
        try
        {
            await foreach (var page in listWatch.ListRecordsAsync(RequestOf(listing), feed.Records, cancellationToken))
            {
                feed.Add(draft, page);
            }

            commit.Commit(listing, draft, began, isStreamed: false);
            mode.Paged();
            return ReflectorProtocol.AfterList(draft.ResourceVersion ?? string.Empty);
        }
        catch (Exception error) when (error.IsFailure(cancellationToken))
        {
            var next = ReflectorProtocol.AfterListFailure(listing, error, hasPages: draft.ResourceVersion is not null);
            if (next is ReflectorState.Waiting)
            {
                mode.PagesFailed();
            }

            return next;
        }
    }

    // A version that was seen is asked for without pages, so that the server can answer from its cache.
    private static ListRequest RequestOf(ReflectorState.Listing listing) => new()
    {
        ResourceVersion = listing.ResourceVersion,
        Limit = listing.IsPaged && listing.ResourceVersion.Length == 0 ? null : 0,
    };
}
