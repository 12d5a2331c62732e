using System.Threading.Channels;
using k8s;
using k8s.Models;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Delivery;

/// <summary>One subscriber: its mailbox, and the loop that empties it by calling the subscriber.</summary>
internal sealed class Subscription<T>(
    string? name, Action<ResourceChange<T>> onChange, StateReader<T> reader, Mailbox<T> mailbox, Action<Subscription<T>> unsubscribe, ILogger logger) : InformerSubscription
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // One signal is enough, however much is in the mailbox; completed, it ends the pump.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    // True once all initial objects were delivered, false when the subscription ended before.
    private readonly TaskCompletionSource<bool> _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasEnded;
    private volatile int _callbackThread;
    private Task _pump = Task.CompletedTask;

    /// <summary>Gets the name under which its figures are shown, together with those of others of the same name.</summary>
    public string Name => name ?? "unnamed";

    public override bool HasSynced => _synced.Task is { IsCompletedSuccessfully: true, Result: true };

    public override int PendingCount => mailbox.Count;

    public override long MergedCount => mailbox.Merged;

    public Mailbox<T> Mailbox => mailbox;

    public void Start() => _pump = PumpAsync();

    /// <summary>Says that there is something in the mailbox.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Ends the delivery.</summary>
    /// <returns>A task that completes when the callback in flight, if any, has returned.</returns>
    public Task EndAsync()
    {
        _hasEnded = true;
        _wake.Writer.TryComplete();
        mailbox.Clear();
        _synced.TrySetResult(false);
        return _callbackThread == Environment.CurrentManagedThreadId ? Task.CompletedTask : _pump;
    }

    public override async Task WaitForSyncAsync(CancellationToken cancellationToken = default)
    {
        if (!await _synced.Task.WaitAsync(cancellationToken))
        {
            throw new OperationCanceledException("The subscription ended before all objects of its initial list were delivered.");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        unsubscribe(this);
        await EndAsync();
    }

    private async Task PumpAsync()
    {
        // Never on the thread that subscribes.
        await Task.Yield();
        while (await _wake.Reader.WaitToReadAsync())
        {
            _wake.Reader.TryRead(out _);
            while (!_hasEnded && mailbox.TryTake(out var item))
            {
                Deliver(item.Value.Change);
            }
        }
    }

    private void Deliver(StoredChange<T>? change)
    {
        if (change is not { } known)
        {
            _synced.TrySetResult(true);
            return;
        }

        _callbackThread = Environment.CurrentManagedThreadId;
        try
        {
            onChange(new(known, reader));
        }
        catch (Exception error)
        {
            logger.SubscriberFailed(known.Key, known.Origin, error);
        }
        finally
        {
            _callbackThread = 0;
        }
    }
}
