using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Reflecting;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Branches;

/// <summary>What lists and watches one part of an informer's store: a namespace, or everything.</summary>
internal sealed class InformerBranch<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Reflector<T> _reflector;

    public InformerBranch(string part, ListWatch<T> listWatch, FeedPart<T> feed, InformerOptions<T> options, InformerStatus status, ILogger logger)
    {
        (Part, Status) = (part, status);
        var time = options.TimeProvider;
        var mode = new ListMode(options.StreamingLists, status, logger);
        var timing = new WatchTiming(options.WatchTimeout, options.IdleTimeout, time, options.Random);
        var commit = new ListCommit<T>(listWatch.Options, feed, status, time, logger);
        var watch = new WatchStep<T>(listWatch, feed, status, timing, logger);
        _reflector = new(
            mode,
            new(listWatch, feed, commit, watch, mode, new(options.StreamingListTimeout, timing, time), status, logger),
            new(listWatch, feed, commit, mode, status, time),
            watch,
            new(feed, options.MissingTypePatience, status, time, logger),
            new(options.RetryDelay, options.MaxRetryDelay, time, options.Random),
            status,
            time,
            logger);
    }

    public string Part { get; }

    public InformerStatus Status { get; }

    /// <summary>Lists and watches until the token is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        Status.Started();
        return _reflector.RunAsync(cancellationToken);
    }
}
