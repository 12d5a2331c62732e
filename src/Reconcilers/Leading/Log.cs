using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Leading;

/// <summary>Every message of leader election. Information: who leads. Warning: a term was lost, or something fails and is tried again; once, until it changes.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 330, Level = LogLevel.Information, Message = "{Identity} stands for election by lease {Lease}.")]
    public static partial void Standing(this ILogger logger, string identity, NamespacedName lease);

    [LoggerMessage(EventId = 331, Level = LogLevel.Information, Message = "{Identity} leads by lease {Lease}, with fencing token {FencingToken}.")]
    public static partial void Leads(this ILogger logger, string identity, NamespacedName lease, long fencingToken);

    [LoggerMessage(EventId = 332, Level = LogLevel.Warning,
        Message = "{Identity} leads by lease {Lease} no more: term {FencingToken} could not be renewed for {RenewDeadline}. It stands again when its work has ended. {Reason}")]
    public static partial void Expired(this ILogger logger, string identity, NamespacedName lease, long fencingToken, TimeSpan renewDeadline, string? reason);

    [LoggerMessage(EventId = 333, Level = LogLevel.Warning,
        Message = "{Identity} leads by lease {Lease} no more: term {FencingToken} was ended by another, the holder is '{Holder}'. It stands again when its work has ended.")]
    public static partial void Superseded(this ILogger logger, string identity, NamespacedName lease, long fencingToken, string? holder);

    [LoggerMessage(EventId = 334, Level = LogLevel.Information, Message = "{Identity} has released lease {Lease}.")]
    public static partial void Released(this ILogger logger, string identity, NamespacedName lease);

    [LoggerMessage(EventId = 335, Level = LogLevel.Warning,
        Message = "{Identity} could not release lease {Lease} within {Limit}; another takes over when it has expired.")]
    public static partial void NotReleased(this ILogger logger, string identity, NamespacedName lease, TimeSpan limit);

    [LoggerMessage(EventId = 336, Level = LogLevel.Warning, Message = "{Identity} fails to {Action} lease {Lease}, and tries again: {Reason}")]
    public static partial void Fails(this ILogger logger, string identity, string action, NamespacedName lease, string reason);

    [LoggerMessage(EventId = 337, Level = LogLevel.Debug, Message = "{Identity} fails again to {Action} lease {Lease}: {Reason}")]
    public static partial void FailsAgain(this ILogger logger, string identity, string action, NamespacedName lease, string reason);

    [LoggerMessage(EventId = 338, Level = LogLevel.Information, Message = "{Identity} reaches lease {Lease} again.")]
    public static partial void Recovered(this ILogger logger, string identity, NamespacedName lease);

    [LoggerMessage(EventId = 339, Level = LogLevel.Warning,
        Message = "Lease {Lease} cannot be watched, and is read every {RetryPeriod} instead; to grant the verb 'watch' makes for a faster take-over. {Reason}")]
    public static partial void NotWatched(this ILogger logger, NamespacedName lease, TimeSpan retryPeriod, string reason);

    [LoggerMessage(EventId = 340, Level = LogLevel.Debug, Message = "The watch of lease {Lease} broke, and is begun again: {Reason}")]
    public static partial void WatchBroke(this ILogger logger, NamespacedName lease, string reason);

    [LoggerMessage(EventId = 341, Level = LogLevel.Information, Message = "Lease {Lease} is held by {Holder}.")]
    public static partial void HolderChanged(this ILogger logger, NamespacedName lease, string holder);
}
