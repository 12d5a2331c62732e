using KubeController.Client;
using KubeController.Reconcilers.Writing;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Events;

/// <summary>Counts and tells what events were sent and what were lost.</summary>
internal sealed class EventLosses(ILogger logger, WritingInstruments? instruments, int capacity)
{
    private long _count;
    private int _isFull;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Told once until there is room again: where events are dropped, there are many.</summary>
    public void Dropped(in EventKey key)
    {
        Lose("full", 1);
        if (Interlocked.Exchange(ref _isFull, 1) == 0)
        {
            logger.EventDropped(key, capacity);
        }
    }

    public void WithoutReason(NamespacedName regarding)
    {
        Lose("invalid", 1);
        logger.EventWithoutReason(regarding);
    }

    public void Refused(in EventKey key, Exception error)
    {
        Lose("refused", 1);
        if (error is ForbiddenException refusal && refusal.Causes.Any(cause => cause.Reason == "NamespaceTerminating"))
        {
            // Nobody can do anything about it, and nobody needs to.
            logger.EventOfEndingNamespace(key);
        }
        else
        {
            logger.EventRefused(key, error);
        }
    }

    public void GivenUp(in EventKey key, int attempts, Exception error)
    {
        Lose("unreachable", 1);
        logger.EventGivenUp(key, attempts, error);
    }

    public void Unsent(int events)
    {
        if (events > 0)
        {
            Lose("stopped", events);
            logger.EventsUnsent(events);
        }
    }

    public void Sent()
    {
        Volatile.Write(ref _isFull, 0);
        instruments?.EventsSent.Add(1);
    }

    private void Lose(string cause, int events)
    {
        Interlocked.Add(ref _count, events);
        instruments?.EventsLost.Add(events, new KeyValuePair<string, object?>("cause", cause));
    }
}
