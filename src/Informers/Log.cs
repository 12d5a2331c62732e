using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers;

/// <summary>Every message of this package. Information: the life of an informer. Warning: it will be tried again. Error: a user's code failed.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Information,
        Message = "Informer {Informer} has listed {Count} objects at resourceVersion {ResourceVersion} in {Elapsed}, and watches.")]
    public static partial void Listed(this ILogger logger, string informer, int count, string? resourceVersion, TimeSpan elapsed);

    [LoggerMessage(EventId = 201, Level = LogLevel.Information,
        Message = "Informer {Informer} has listed again ({Reason}): {Count} objects at resourceVersion {ResourceVersion}, in {Elapsed}.")]
    public static partial void Relisted(this ILogger logger, string informer, ListReason reason, int count, string? resourceVersion, TimeSpan elapsed);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning,
        Message = "Informer {Informer} could not {Verb}; it tries again in {Delay}.")]
    public static partial void Failed(this ILogger logger, string informer, string verb, TimeSpan delay, Exception error);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning,
        Message = "Informer {Informer} may not {Verb} or does not find the resource, and keeps trying, next in {Delay}. {Reason}")]
    public static partial void Refused(this ILogger logger, string informer, string verb, TimeSpan delay, string reason);

    [LoggerMessage(EventId = 204, Level = LogLevel.Information,
        Message = "Informer {Informer} watches on from resourceVersion {ResourceVersion} after its watch broke off: {Reason}")]
    public static partial void Resumed(this ILogger logger, string informer, string? resourceVersion, string reason);

    [LoggerMessage(EventId = 205, Level = LogLevel.Debug,
        Message = "The watch of informer {Informer} ended in good order at resourceVersion {ResourceVersion}.")]
    public static partial void WatchEnded(this ILogger logger, string informer, string? resourceVersion);

    [LoggerMessage(EventId = 206, Level = LogLevel.Warning,
        Message = "The server lists {Informer} at resourceVersion {Listed}, older than the known {Known}, although the most recent state was asked for; "
            + "it was probably restored from a backup. Its state is taken over.")]
    public static partial void WentBack(this ILogger logger, string informer, string? listed, string? known);

    [LoggerMessage(EventId = 207, Level = LogLevel.Warning,
        Message = "Informer {Informer} cannot read object {Key} at resourceVersion {ResourceVersion}; the others are served. A state of it that was read before stays visible.")]
    public static partial void Undecodable(this ILogger logger, string informer, NamespacedName? key, string? resourceVersion, Exception error);

    [LoggerMessage(EventId = 208, Level = LogLevel.Error,
        Message = "A subscriber failed with the change of {Key} ({Origin}); it goes on with the next change.")]
    public static partial void SubscriberFailed(this ILogger logger, NamespacedName key, ChangeOrigin origin, Exception error);

    [LoggerMessage(EventId = 209, Level = LogLevel.Error,
        Message = "The index {Index} of informer {Informer} failed for object {Key}, which is not found by it; it is served otherwise.")]
    public static partial void IndexFailed(this ILogger logger, string informer, string index, NamespacedName key, Exception error);

    [LoggerMessage(EventId = 210, Level = LogLevel.Error,
        Message = "The callback for undecodable objects of informer {Informer} failed.")]
    public static partial void OnUndecodableFailed(this ILogger logger, string informer, Exception error);

    [LoggerMessage(EventId = 211, Level = LogLevel.Debug, Message = "Informer {Informer} has stopped.")]
    public static partial void Stopped(this ILogger logger, string informer);

    [LoggerMessage(EventId = 212, Level = LogLevel.Warning,
        Message = "Informer {Informer} lists in pages from now on, as streaming lists do not work here. {Reason}")]
    public static partial void FellBack(this ILogger logger, string informer, string reason);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning,
        Message = "Informer {Informer} has waited {Elapsed} for the bookmark that ends its streaming list; {Count} objects came so far.")]
    public static partial void StillStreaming(this ILogger logger, string informer, TimeSpan elapsed, int count);

    [LoggerMessage(EventId = 214, Level = LogLevel.Warning,
        Message = "Several watches of informer {Informer} in a row have told nothing, not even by a bookmark; it lists, to see whether the server still knows resourceVersion {ResourceVersion}.")]
    public static partial void Doubted(this ILogger logger, string informer, string? resourceVersion);

    [LoggerMessage(EventId = 215, Level = LogLevel.Warning,
        Message = "The server has denied for {Elapsed} that there is the resource type of informer {Informer}; the {Count} objects that were known of it are taken for gone. Install the CustomResourceDefinition if they should not be.")]
    public static partial void TypeIsGone(this ILogger logger, string informer, TimeSpan elapsed, int count);

    [LoggerMessage(EventId = 216, Level = LogLevel.Warning,
        Message = "The server does not share objects out for informer {Informer}: it sends those of other shards than {Shard} too, which are left out here. It needs the feature gate ShardedListAndWatch (alpha in 1.36).")]
    public static partial void NotSharded(this ILogger logger, string informer, string shard);
}
