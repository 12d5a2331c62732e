using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers;

/// <summary>Every message of this package. Information: the life of a controller. Debug: each reconcile. Warning: it will be tried again. Error: it will not.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "{Controllers} controller(s) start when {Informers} informer(s) have listed.")]
    public static partial void Starting(this ILogger logger, int controllers, int informers);

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "After {Waited} the controllers still wait for what they watch, and go on waiting. {Laggards}")]
    public static partial void StillWaiting(this ILogger logger, TimeSpan waited, string laggards);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "Controller {Controller} has started with {Workers} worker(s).")]
    public static partial void Started(this ILogger logger, string controller, int workers);

    [LoggerMessage(EventId = 303, Level = LogLevel.Information, Message = "Controller {Controller} has stopped.")]
    public static partial void Stopped(this ILogger logger, string controller);

    [LoggerMessage(EventId = 310, Level = LogLevel.Debug, Message = "Controller {Controller} has reconciled {Key} at attempt {Attempt}.")]
    public static partial void Reconciled(this ILogger logger, string controller, NamespacedName key, int attempt);

    [LoggerMessage(EventId = 311, Level = LogLevel.Debug, Message = "Controller {Controller} has reconciled {Key} at attempt {Attempt}, and looks again in {Delay}.")]
    public static partial void Requeued(this ILogger logger, string controller, NamespacedName key, int attempt, TimeSpan delay);

    [LoggerMessage(EventId = 312, Level = LogLevel.Warning, Message = "Controller {Controller} failed to reconcile {Key} at attempt {Attempt}; it will be retried.")]
    public static partial void Failed(this ILogger logger, string controller, NamespacedName key, int attempt, Exception error);

    [LoggerMessage(EventId = 313, Level = LogLevel.Warning,
        Message = "Controller {Controller} could not finish {Key} at attempt {Attempt}; it will be retried. {Reason}")]
    public static partial void Unready(this ILogger logger, string controller, NamespacedName key, int attempt, string? reason);

    [LoggerMessage(EventId = 314, Level = LogLevel.Information,
        Message = "Controller {Controller} worked on {Key} from a state that is not the newest, at attempt {Attempt}; it will be retried. {Reason}")]
    public static partial void Conflicted(this ILogger logger, string controller, NamespacedName key, int attempt, string reason);

    [LoggerMessage(EventId = 315, Level = LogLevel.Error,
        Message = "Controller {Controller} gives {Key} up at attempt {Attempt}, until something changes. {Reason}")]
    public static partial void Terminal(this ILogger logger, string controller, NamespacedName key, int attempt, string? reason, Exception? error);

    [LoggerMessage(EventId = 316, Level = LogLevel.Information,
        Message = "Controller {Controller} was stopped while it reconciled {Key} at attempt {Attempt}; the next start will find it.")]
    public static partial void Cancelled(this ILogger logger, string controller, NamespacedName key, int attempt);

    [LoggerMessage(EventId = 317, Level = LogLevel.Error,
        Message = "The predicate for {Type} threw on a change of {Key}; the change counts as one that matters. Mend the predicate.")]
    public static partial void PredicateFailed(this ILogger logger, ResourceType type, NamespacedName key, Exception error);

    [LoggerMessage(EventId = 318, Level = LogLevel.Error,
        Message = "The function that names whom a change of {Type} concerns threw on {Key}; nobody was woken by that change. Mend the function.")]
    public static partial void MappingFailed(this ILogger logger, ResourceType type, NamespacedName key, Exception error);

    [LoggerMessage(EventId = 319, Level = LogLevel.Error,
        Message = "The channel '{Channel}' of controller {Controller} was completed with an error; it wakes nobody any more.")]
    public static partial void ChannelFailed(this ILogger logger, string controller, string channel, Exception error);

    [LoggerMessage(EventId = 320, Level = LogLevel.Error,
        Message = "The function that names whom the timer '{Timer}' of controller {Controller} wakes threw; it is asked again at the next tick. Mend the function.")]
    public static partial void TimerFailed(this ILogger logger, string controller, string timer, Exception error);

    [LoggerMessage(EventId = 321, Level = LogLevel.Information, Message = "Controller {Controller} has changed from {Before} to {Workers} worker(s).")]
    public static partial void Resized(this ILogger logger, string controller, int before, int workers);

    [LoggerMessage(EventId = 322, Level = LogLevel.Error, Message = "The options of controller {Controller} were changed to something that is not valid; it goes on with those it had.")]
    public static partial void OptionsRefused(this ILogger logger, string controller, Exception error);

    [LoggerMessage(EventId = 323, Level = LogLevel.Information, Message = "Controller {Controller} is ready and waits to be elected.")]
    public static partial void StandingBy(this ILogger logger, string controller);

    [LoggerMessage(EventId = 324, Level = LogLevel.Warning, Message = "Controller {Controller} has stopped working, for it does not lead any more. What it worked on was cancelled.")]
    public static partial void LostTheLead(this ILogger logger, string controller);

    [LoggerMessage(EventId = 325, Level = LogLevel.Error, Message = "The backoff policy of controller {Controller} threw for {Key}; the key comes back all the same. Mend the policy.")]
    public static partial void BackoffFailed(this ILogger logger, string controller, NamespacedName key, Exception error);
}
