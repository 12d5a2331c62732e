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
}
