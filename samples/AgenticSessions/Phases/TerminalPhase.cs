using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Ending;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Starting;

namespace KubeController.Samples.AgenticSessions.Phases;

/// <summary>Stopped, Completed, Failed: nothing of the session is left in the cluster, and a request to start it again is served.</summary>
internal sealed class TerminalPhase(PodRemover remover, SessionReset reset, SessionWriter writer)
{
    public async ValueTask<ReconcileResult> ReconcileAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        var isClean = await remover.RemoveAsync(pass, cancellationToken);
        if (pass.Session.WantsStart())
        {
            // The old pod has to be gone: it would be taken for the new one. Its end wakes this session.
            if (isClean)
            {
                await reset.ResetAsync(pass, "The session was started again.", cancellationToken);
                pass.Annotations.Remove(pass.Session, Annotations.StopReason);
                pass.Annotations.Remove(pass.Session, Annotations.StopRequestedAt);
                await writer.WriteAnnotationsAsync(pass, cancellationToken);
            }

            return ReconcileResult.Done;
        }

        // A request to stop what has ended is served by that.
        SessionEnd.ServeStop(pass);
        await writer.WriteAnnotationsAsync(pass, cancellationToken);
        return ReconcileResult.Done;
    }
}
