using KubeController.Client;
using KubeController.Reconcilers.Telemetry;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Waking;

/// <summary>A timer, and whom it wakes each time.</summary>
internal sealed class TimerTrigger(string name, TimeSpan period, Func<IEnumerable<NamespacedName>> keys, TimeProvider timeProvider, ControllerTelemetry telemetry) : Trigger
{
    public override TriggerSubscription Subscribe(Inbox inbox)
    {
        var timer = timeProvider.CreateTimer(_ => Wake(inbox), state: null, period, period);
        return new(static _ => Task.CompletedTask, timer.DisposeAsync);
    }

    private void Wake(Inbox inbox)
    {
        try
        {
            foreach (var key in keys())
            {
                inbox.Wake(key, new(ReconcileCauseKind.Timer, name) { Trace = telemetry.TraceOf(ReconcileCauseKind.Timer, name, key) }, WorkPriority.Background);
                telemetry.Woke(name);
            }
        }
        catch (Exception error)
        {
            // Thrown on, it would end the process. The next tick comes all the same.
            telemetry.Logger.TimerFailed(telemetry.Controller, name, error);
        }
    }
}
