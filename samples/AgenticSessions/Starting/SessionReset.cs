using KubeController.Samples.AgenticSessions.Ending;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>Puts a session back to its beginning: after a request to start it again, or because its pod has vanished.</summary>
internal sealed class SessionReset(SessionWriter writer)
{
    public async Task ResetAsync(SessionPass pass, string message, CancellationToken cancellationToken)
    {
        pass.Set(SessionPhase.Pending);
        pass.SetTime("startTime");
        pass.Status.Remove("completionTime");
        pass.Status.Remove("lastActivityTime");
        pass.Status.Remove("stoppedReason");
        pass.Say(Conditions.Ready, false, Reasons.Restarting, message);
        pass.Say(Conditions.PodCreated, false, Reasons.PodMissing, message);
        pass.Say(Conditions.PodScheduled, false, Reasons.PodMissing, message);
        SessionEnd.RunnerIsOver(pass, Reasons.Restarting, message);
        await writer.WriteStatusAsync(pass, cancellationToken);
    }
}
