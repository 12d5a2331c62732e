using k8s;
using k8s.Models;
using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Empties the store when the server has denied for long enough that there is such a resource type: a CustomResourceDefinition that goes takes its objects with it.</summary>
/// <remarks>Not at once: a server that starts, or one of several that lags, may deny it for a moment, and to tell deletions that are none does harm.</remarks>
internal sealed class MissingType<T>(FeedPart<T> feed, TimeSpan patience, InformerStatus status, TimeProvider timeProvider, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // When a list was first answered that there is no such type; null since it was answered in any other way.
    private long? _since;

    /// <summary>Notes that a list succeeded.</summary>
    public void Found() => _since = null;

    /// <summary>Notes why a list failed.</summary>
    public void Failed(Exception error)
    {
        if (error is not NotFoundException)
        {
            _since = null;
            return;
        }

        _since ??= timeProvider.GetTimestamp();
        if (feed.Count > 0 && timeProvider.GetElapsedTime(_since.Value) >= patience)
        {
            logger.TypeIsGone(status.Name, timeProvider.GetElapsedTime(_since.Value), feed.Count);
            feed.Commit(feed.BeginList());
        }
    }
}
