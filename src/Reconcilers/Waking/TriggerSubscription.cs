using KubeController.Informers;

namespace KubeController.Reconcilers.Waking;

/// <summary>A trigger at work for one controller.</summary>
internal sealed class TriggerSubscription(Func<CancellationToken, Task> waitForSync, Func<ValueTask> end) : IAsyncDisposable
{
    public static TriggerSubscription To(InformerSubscription subscription) => new(subscription.WaitForSyncAsync, subscription.DisposeAsync);

    /// <summary>Waits until the keys of everything that was there at the beginning are in the inbox.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => waitForSync(cancellationToken);

    public ValueTask DisposeAsync() => end();
}
