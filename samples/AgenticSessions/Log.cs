using KubeController.Client;
using KubeController.Samples.AgenticSessions.Sessions;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions;

/// <summary>Every message of the operator. None carries the content of a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Session {Key} went from {From} to {To}.")]
    public static partial void PhaseChanged(this ILogger logger, NamespacedName key, SessionPhase from, SessionPhase to);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Session {Key} is gone; nothing is left to write.")]
    public static partial void SessionGone(this ILogger logger, NamespacedName key);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Session {Key} has the phase '{Phase}', which this version does not know; it is left alone.")]
    public static partial void UnknownPhase(this ILogger logger, NamespacedName key, string? phase);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Session {Key} has times that cannot be read and are passed over: {Times}.")]
    public static partial void UnreadableTimes(this ILogger logger, NamespacedName key, string times);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "Session {Key} cannot be started ({Reason}): {Problem}")]
    public static partial void StartRefused(this ILogger logger, NamespacedName key, string reason, string problem, Exception? error);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Starting session {Key} failed ({Reason}) and will be retried: {Problem}")]
    public static partial void StartFailed(this ILogger logger, NamespacedName key, string reason, string problem, Exception? error);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "Session {Key}: {Write}; the writes beside it went on.")]
    public static partial void WriteFailed(this ILogger logger, NamespacedName key, string write, Exception error);

    [LoggerMessage(EventId = 8, Level = LogLevel.Information, Message = "Session {Key} uses the optional secret '{Secret}'.")]
    public static partial void OptionalSecretFound(this ILogger logger, NamespacedName key, string secret);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "Session {Key} starts without the optional secret '{Secret}': {Problem}")]
    public static partial void OptionalSecretUnusable(this ILogger logger, NamespacedName key, string secret, string problem);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "Secret {Secret} was not made by the operator; it is used as it is.")]
    public static partial void SecretNotOurs(this ILogger logger, NamespacedName secret);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Config map '{Name}' in {Namespace} has no key '{MissingKey}'; the certificates are not mounted.")]
    public static partial void CertificatesKeyMissing(this ILogger logger, string @namespace, string name, string missingKey);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "Refreshing the token of session {Key} failed; it will be tried again after {Delay}.")]
    public static partial void TokenRefreshFailed(this ILogger logger, NamespacedName key, TimeSpan delay, Exception error);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "Refreshed the token of session {Key}.")]
    public static partial void TokenRefreshed(this ILogger logger, NamespacedName key);

    [LoggerMessage(EventId = 14, Level = LogLevel.Information, Message = "Session {Key} was idle for longer than its timeout; it will be stopped.")]
    public static partial void IdleForTooLong(this ILogger logger, NamespacedName key);

    [LoggerMessage(EventId = 15, Level = LogLevel.Debug, Message = "Session {Key} waits until pod {Pod} is gone.")]
    public static partial void WaitsForPod(this ILogger logger, NamespacedName key, NamespacedName pod);

    [LoggerMessage(EventId = 16, Level = LogLevel.Warning, Message = "The pod of session {Key} has vanished; the session starts anew.")]
    public static partial void PodVanished(this ILogger logger, NamespacedName key);

    [LoggerMessage(EventId = 17, Level = LogLevel.Error, Message = "The API server refuses what the operator says about session {Key}; it is left alone until it changes.")]
    public static partial void WriteRefused(this ILogger logger, NamespacedName key, Exception error);
}
