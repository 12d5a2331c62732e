using k8s.Models;
using KubeController.Client;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Events;

/// <summary>Sends what the book says is to be sent of a series.</summary>
internal sealed class EventSender(ResourceClient client, EventBook book, EventNames names, EventLosses losses, TimeProvider timeProvider, int maxAttempts)
{
    public async ValueTask SendAsync(WorkItem<EventKey> item, CancellationToken cancellationToken)
    {
        var key = item.Key;
        if (book.Next(key, timeProvider.GetUtcNow()) is { } write)
        {
            try
            {
                await SendAsync(key, write, cancellationToken);
                losses.Sent();
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Settle(item, error);
                return;
            }
        }

        if (book.WaitFor(key, timeProvider.GetUtcNow()) is { } wait)
        {
            item.RequeueAfter(wait);
        }
        else
        {
            item.Succeed();
        }
    }

    private async Task SendAsync(EventKey key, EventWrite write, CancellationToken cancellationToken)
    {
        if (write.IsNew)
        {
            await CreateAsync(write, cancellationToken);
        }
        else
        {
            try
            {
                var name = new NamespacedName(write.Event.Metadata.NamespaceProperty, write.Event.Metadata.Name);
                await client.PatchAsync<Eventsv1Event>(name, new MergePatch().Set(MergePatch.From(SeriesOf(write)).Content, "series"), cancellationToken);
            }
            catch (NotFoundException error) when (!error.IsResourceTypeUnknown)
            {
                // The server forgets events after an hour, or whatever it was told.
                book.Renew(key, names.Next(write.Event.Regarding.Name ?? string.Empty));
                await CreateAsync(write, cancellationToken);
            }
        }

        book.Sent(key, write.Count, timeProvider.GetUtcNow());
    }

    private async Task CreateAsync(EventWrite write, CancellationToken cancellationToken)
    {
        var (known, meta) = (write.Event, write.Event.Metadata);
        var sent = new Eventsv1Event
        {
            Metadata = new() { Name = meta.Name, NamespaceProperty = meta.NamespaceProperty },
            Type = known.Type,
            Reason = known.Reason,
            Action = known.Action,
            Note = known.Note,
            Regarding = known.Regarding,
            Related = known.Related,
            ReportingController = known.ReportingController,
            ReportingInstance = known.ReportingInstance,
            EventTime = known.EventTime,
            Series = write.Count > 1 ? SeriesOf(write) : null,
        };
        try
        {
            await client.CreateAsync(sent, cancellationToken);
        }
        catch (AlreadyExistsException)
        {
            // Names do not repeat: it got through before, and only the answer was lost.
        }
    }

    private static Eventsv1EventSeries SeriesOf(EventWrite write) => new() { Count = write.Count, LastObservedTime = write.LastAt.UtcDateTime };

    private void Settle(WorkItem<EventKey> item, Exception error)
    {
        if (error is ApiException { IsTransient: false })
        {
            losses.Refused(item.Key, error);
        }
        else if (item.Attempt >= maxAttempts)
        {
            losses.GivenUp(item.Key, item.Attempt, error);
        }
        else
        {
            item.Retry(error, (error as ApiException)?.RetryAfter ?? TimeSpan.Zero);
            return;
        }

        book.Forget(item.Key);
        item.Fail();
    }
}
