using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KubeController.Client.Http;

/// <summary>Logs what the server warns of, such as a deprecated version or an unknown field: each text once, or a controller would log it for ever.</summary>
internal sealed class ServerWarnings(ILogger logger)
{
    private const int MaxKnown = 256;

    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);

    public void Log(ApiRequest request, HttpResponseMessage response)
    {
        // Asked first: the typed collection is created by asking for it.
        if (!response.Headers.NonValidated.Contains("Warning"))
        {
            return;
        }

        foreach (var warning in response.Headers.Warning)
        {
            var text = warning.Text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);
            if (_known.Count < MaxKnown && _known.TryAdd(text, 0))
            {
                logger.ServerWarning(request.Description, text);
            }
        }
    }
}
