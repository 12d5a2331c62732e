using k8s.Models;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Ending;
using KubeController.Samples.AgenticSessions.Network;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Starting;
using KubeController.Samples.AgenticSessions.Status;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Phases;

/// <summary>Creating and Running: the pod is there, and what it says decides. The end of a pod counts in both.</summary>
internal sealed class ActivePhase(
    SessionPods pods,
    ServiceKeeper services,
    SessionEnd end,
    SessionReset reset,
    RunningWork running,
    SessionWriter writer,
    ILogger<ActivePhase> logger)
{
    // Asking again costs a call: only where the cache and the server disagree about a pod, which its watch settles within moments.
    private static readonly TimeSpan CacheLag = TimeSpan.FromSeconds(1);

    public async ValueTask<ReconcileResult> ReconcileAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        var pod = pods.Find(pass.Session);
        var verdict = PodStatusMapping.Map(pod);
        if (verdict.Scheduled is { } scheduled && IsWorthAWrite(pass, scheduled, verdict))
        {
            pass.Status.Add(scheduled);
        }

        if (verdict.Outlook is PodOutlook.Completed or PodOutlook.Failed)
        {
            await end.EndedAsync(pass, verdict, cancellationToken);
            return ReconcileResult.Done;
        }

        if (pass.Session.WantsStop())
        {
            await end.StopAsync(pass, cancellationToken);
            return ReconcileResult.Done;
        }

        if (pod is null)
        {
            return await VanishedAsync(pass, cancellationToken);
        }

        return verdict.Outlook is PodOutlook.Terminating ? ReconcileResult.Done : await AliveAsync(pass, pod, verdict, cancellationToken);
    }

    /// <summary>That a pod has found its node goes without saying, until there is more to say; that it has not, or has at last, does not.</summary>
    private static bool IsWorthAWrite(SessionPass pass, ConditionChange scheduled, PodVerdict verdict) =>
        !scheduled.IsTrue || verdict.Outlook is not PodOutlook.Waiting
        || pass.Session.Status?.Conditions.Find(scheduled.Type) is { Status: "False", Reason: not Reasons.PodMissing };

    private async Task<ReconcileResult> VanishedAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        if (!await pods.IsGoneAsync(pass.Session, cancellationToken))
        {
            return ReconcileResult.RequeueAfter(CacheLag);
        }

        logger.PodVanished(pass.Key);
        await reset.ResetAsync(pass, "The pod has vanished.", cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task<ReconcileResult> AliveAsync(SessionPass pass, V1Pod pod, PodVerdict verdict, CancellationToken cancellationToken)
    {
        await services.EnsureAsync(pass, pod, cancellationToken);
        if (verdict.Outlook is PodOutlook.Running && pass.Session.PhaseOf() is SessionPhase.Creating)
        {
            pass.Set(SessionPhase.Running);
            pass.Say(Conditions.Ready, true, verdict.Reason, verdict.Message);
            pass.Say(Conditions.RunnerStarted, true, Reasons.ContainerRunning, verdict.Message);
            await writer.WriteStatusAsync(pass, cancellationToken);
        }

        return pass.Session.PhaseOf() is SessionPhase.Running ? await running.DoAsync(pass, cancellationToken) : ReconcileResult.Done;
    }
}
