using KubeController.Client.Http;
using Microsoft.Extensions.Logging;

namespace KubeController.Client.Warnings;

/// <summary>Passes on what the server warns of, and logs each text once, or a controller would log it for ever.</summary>
internal sealed class ServerWarnings(Action<ServerWarning>? onWarning, ILogger logger)
{
    private readonly RecentTexts _logged = new(capacity: 256);

    public void Report(ApiRequest request, HttpResponseMessage response)
    {
        // Asked first: the typed collection is created by asking for it.
        if (!response.Headers.NonValidated.Contains("Warning"))
        {
            return;
        }

        foreach (var header in response.Headers.Warning)
        {
            var text = header.Text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);
            if (_logged.TryAdd(text))
            {
                logger.ServerWarning(request.Description, text);
            }

            Tell(new(request.Description, text));
        }
    }

    private void Tell(ServerWarning warning)
    {
        try
        {
            onWarning?.Invoke(warning);
        }
        catch (Exception error)
        {
            // The request was carried out; that somebody could not be told of a warning does not make it a failure.
            logger.WarningNotTaken(error, warning.Request, warning.Text);
        }
    }
}
