using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Decides whether the next list is streamed or comes in pages. Once given up, streaming stays given up.</summary>
/// <remarks>
/// A server that refuses, or whose first streamed list has no end, is believed at once. Streams that fail otherwise may have many causes: after three in a row
/// a list in pages is tried, and only when that works is streaming to blame.
/// </remarks>
internal sealed class ListMode(bool streams, InformerStatus status, ILogger logger)
{
    private const int MaxFruitless = 3;

    private bool _isGivenUp = !streams;
    private bool _hasWorked;
    private int _fruitless;
    private Exception? _lastError;

    public bool Streams => !_isGivenUp && _fruitless < MaxFruitless;

    /// <summary>Gets a value indicating whether a streamed list has come to its end before: the server knows how to.</summary>
    public bool HasWorked => _hasWorked;

    /// <summary>Notes that a streamed list came to its end.</summary>
    public void Streamed()
    {
        _hasWorked = true;
        _fruitless = 0;
    }

    /// <summary>Notes that a streamed list did not come to its end.</summary>
    public void StreamFailed(StreamVerdict verdict, Exception error)
    {
        _lastError = error;
        if (verdict is StreamVerdict.Refused)
        {
            GiveUp(error);
        }
        else if (verdict is StreamVerdict.Fruitless)
        {
            _fruitless++;
        }
    }

    /// <summary>Notes that a list in pages came to its end. Where streams failed just before, they are to blame.</summary>
    public void Paged()
    {
        if (!_isGivenUp)
        {
            GiveUp(_lastError!);
        }
    }

    /// <summary>Notes that a list in pages failed too: it was not the streaming, which is tried once more.</summary>
    public void PagesFailed() => _fruitless = MaxFruitless - 1;

    private void GiveUp(Exception error)
    {
        _isGivenUp = true;
        status.FellBack(error);
        logger.FellBack(status.Name, error.Message);
    }
}
