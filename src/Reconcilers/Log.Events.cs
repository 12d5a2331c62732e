using KubeController.Client;
using KubeController.Reconcilers.Events;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers;

/// <content>Messages of what reconcilers write with.</content>
internal static partial class Log
{
    [LoggerMessage(EventId = 350, Level = LogLevel.Warning,
        Message = "The event '{Event}' found no room beside {Capacity} others and is lost, as all that follow until one could be sent. See EventRecorder.LostCount; raise EventRecorderOptions.Capacity if the server can take them.")]
    public static partial void EventDropped(this ILogger logger, EventKey @event, int capacity);

    [LoggerMessage(EventId = 351, Level = LogLevel.Warning, Message = "An event of {Key} has no reason, and is not sent. Give every event one.")]
    public static partial void EventWithoutReason(this ILogger logger, NamespacedName key);

    [LoggerMessage(EventId = 352, Level = LogLevel.Error, Message = "The server refused the event '{Event}'; it is lost.")]
    public static partial void EventRefused(this ILogger logger, EventKey @event, Exception error);

    [LoggerMessage(EventId = 353, Level = LogLevel.Error, Message = "The event '{Event}' did not get through in {Attempts} attempts; it is lost.")]
    public static partial void EventGivenUp(this ILogger logger, EventKey @event, int attempts, Exception error);

    [LoggerMessage(EventId = 354, Level = LogLevel.Warning, Message = "{Events} event(s) could not be sent before the stop, and are lost.")]
    public static partial void EventsUnsent(this ILogger logger, int events);

    [LoggerMessage(EventId = 355, Level = LogLevel.Debug, Message = "The event '{Event}' is lost, for its namespace is being deleted.")]
    public static partial void EventOfEndingNamespace(this ILogger logger, EventKey @event);

    [LoggerMessage(EventId = 360, Level = LogLevel.Warning,
        Message = "What was expected of {Owner} was not seen for {Deadline}, and is not waited for any more: {Expected}. The watch is late, or it came and went unseen, or did not come at all.")]
    public static partial void ExpectationLapsed(this ILogger logger, NamespacedName owner, TimeSpan deadline, string expected);
}
