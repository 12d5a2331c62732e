using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Ending;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Settings;
using KubeController.Samples.AgenticSessions.Tokens;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Phases;

/// <summary>What there is to do for a session that runs: renew its token in time, and stop it when it has been idle for too long.</summary>
/// <remarks>Nothing is polled. The pass ends with the moment at which there is something to do, and the queue wakes the session then.</remarks>
internal sealed class RunningWork(
    ResourceClient client,
    Store<ProjectSettings> projects,
    TokenRefresher tokens,
    SessionWriter writer,
    OperatorSettings settings,
    ILogger<RunningWork> logger)
{
    public async Task<ReconcileResult> DoAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        SessionEnd.ServeStart(pass);
        var renewal = await tokens.RenewIfDueAsync(pass, cancellationToken);
        await writer.WriteAnnotationsAsync(pass, cancellationToken);

        var deadline = DeadlineOf(pass.Session);
        if (deadline <= pass.Now)
        {
            await StopIfStillIdleAsync(pass, cancellationToken);
            deadline = DeadlineOf(pass.Session);
        }

        var next = deadline is { } stop && stop > pass.Now && stop < renewal ? stop : renewal;
        return ReconcileResult.RequeueAfter(next - pass.Now);
    }

    private DateTimeOffset? DeadlineOf(AgenticSession session)
    {
        projects.TryGet(new(session.Metadata.NamespaceProperty, ProjectSettings.OnlyName), out var project);
        return InactivityPolicy.DeadlineOf(session, project, settings.DefaultInactivityTimeout);
    }

    /// <summary>Looks at the session as it is now, since a message may just have come, and asks for the stop; the next pass serves it.</summary>
    private async Task StopIfStillIdleAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        AgenticSession live;
        try
        {
            live = await client.GetAsync<AgenticSession>(pass.Key, cancellationToken);
        }
        catch (NotFoundException)
        {
            return;
        }

        if (live.Metadata.Uid != pass.Session.Metadata.Uid || live.PhaseOf() is not SessionPhase.Running)
        {
            return;
        }

        pass.Session = live;
        if (DeadlineOf(live) <= pass.Now && live.Annotation(Annotations.DesiredPhase) is null)
        {
            logger.IdleForTooLong(pass.Key);
            pass.Annotations.Set(Annotations.DesiredPhase, nameof(SessionPhase.Stopped));
            pass.Annotations.Set(Annotations.StopReason, Annotations.InactivityStop);
            await writer.WriteAnnotationsIfUnchangedAsync(pass, cancellationToken);
        }
    }
}
