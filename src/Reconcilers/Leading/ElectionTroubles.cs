using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Leading;

/// <summary>What fails at present. Told as state, and once as a warning until it changes: nobody has to look for a missing right in silence, or among a thousand lines.</summary>
internal sealed class ElectionTroubles(ElectionSettings settings, ILogger logger)
{
    private volatile Exception? _last;
    private long _count;

    public Exception? Last => _last;

    public long Count => Interlocked.Read(ref _count);

    public void Report(string action, Exception error)
    {
        var isKnown = _last is { } last && KindOf(last) == KindOf(error);
        _last = error;
        Interlocked.Increment(ref _count);
        if (isKnown)
        {
            logger.FailsAgain(settings.Identity, action, settings.Lease, error.Message);
        }
        else
        {
            logger.Fails(settings.Identity, action, settings.Lease, error.Message);
        }
    }

    public void Clear()
    {
        if (_last is not null)
        {
            _last = null;
            logger.Recovered(settings.Identity, settings.Lease);
        }
    }

    private static (Type Type, int Code) KindOf(Exception error) => (error.GetType(), error is ApiException answer ? (int)answer.StatusCode : 0);
}
