using Microsoft.Extensions.Logging;

namespace KubeController.Client;

/// <summary>The log messages of the package. None has a header or a body: credentials and secrets are in them.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Message = "{Request} failed {Failures} time(s), and is tried again in {Delay}: {Reason}")]
    public static partial void Retrying(this ILogger logger, LogLevel level, string request, int failures, TimeSpan delay, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The server refused the credentials; they were loaded anew.")]
    public static partial void CredentialsReloaded(this ILogger logger);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Request}: the server warns: {Warning}")]
    public static partial void ServerWarning(this ILogger logger, string request, string warning);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "{Request}: nobody could be told that the server warns '{Warning}': OnWarning threw.")]
    public static partial void WarningNotTaken(this ILogger logger, Exception error, string request, string warning);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "Authorities or client certificate have been replaced; the next requests make new connections.")]
    public static partial void TlsRotated(this ILogger logger);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Authorities or client certificate cannot be read anew; those that are known are used on.")]
    public static partial void TlsUnreadable(this ILogger logger, Exception error);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "HTTP/2 does not work to this server ({Reason}); HTTP/1.1 does, and is used from now on.")]
    public static partial void Http2GivenUp(this ILogger logger, string reason);
}
