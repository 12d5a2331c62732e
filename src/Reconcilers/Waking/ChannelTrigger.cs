using System.Threading.Channels;
using KubeController.Client;
using KubeController.Reconcilers.Telemetry;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Waking;

/// <summary>A channel of keys that something outside of the cluster writes.</summary>
internal sealed class ChannelTrigger(string name, ChannelReader<NamespacedName> reader, ControllerTelemetry telemetry) : Trigger
{
    public override TriggerSubscription Subscribe(Inbox inbox)
    {
        var stop = new CancellationTokenSource();
        var reading = ReadAsync(inbox, stop.Token);
        return new(static _ => Task.CompletedTask, async () =>
        {
            await stop.CancelAsync();
            await reading;
            stop.Dispose();
        });
    }

    private async Task ReadAsync(Inbox inbox, CancellationToken cancellationToken)
    {
        await Task.Yield();     // a full channel does not delay the start
        try
        {
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                while (!cancellationToken.IsCancellationRequested && reader.TryRead(out var key))
                {
                    inbox.Wake(key, new(ReconcileCauseKind.Channel, name) { Trace = telemetry.TraceOf(ReconcileCauseKind.Channel, name, key) }, WorkPriority.Live);
                    telemetry.Woke(name);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop. What is still in the channel is its writer's.
        }
        catch (Exception error)
        {
            telemetry.Logger.ChannelFailed(telemetry.Controller, name, error);
        }
    }
}
