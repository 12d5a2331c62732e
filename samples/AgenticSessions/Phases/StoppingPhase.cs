using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Ending;
using KubeController.Samples.AgenticSessions.Reconciling;

namespace KubeController.Samples.AgenticSessions.Phases;

/// <summary>Stopping: the pod is on its way out; when it is gone, the session is Stopped.</summary>
internal sealed class StoppingPhase(SessionPods pods, PodRemover remover, SessionEnd end)
{
    public async ValueTask<ReconcileResult> ReconcileAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        await remover.RemoveAsync(pass, cancellationToken);
        if (pods.Find(pass.Session) is null)
        {
            await end.StoppedAsync(pass, cancellationToken);
        }

        return ReconcileResult.Done;
    }
}
