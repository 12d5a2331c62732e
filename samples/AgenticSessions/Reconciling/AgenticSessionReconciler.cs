using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Phases;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Reconciling;

/// <summary>Looks at one session, and lets its phase decide what is to be done.</summary>
internal sealed class AgenticSessionReconciler(
    Store<AgenticSession> sessions,
    Store<V1Namespace> managedNamespaces,
    PendingPhase pending,
    ActivePhase active,
    StoppingPhase stopping,
    TerminalPhase terminal,
    SessionWriter writer,
    ReconcileCount count,
    TimeProvider timeProvider,
    ILogger<AgenticSessionReconciler> logger) : IReconciler<AgenticSession>
{
    public async ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        if (!sessions.TryGet(request.Key, out var session))
        {
            // What it owned goes with it: the garbage collector sees to that.
            return ReconcileResult.Done;
        }

        if (session.Metadata.DeletionTimestamp is not null || !managedNamespaces.TryGet(new(string.Empty, request.Key.Namespace), out _))
        {
            return ReconcileResult.Done;
        }

        var pass = new SessionPass(session, timeProvider.GetUtcNow());
        count.Pass(session.PhaseOf());
        try
        {
            ReportUnreadableTimes(pass);
            var result = await DispatchAsync(pass, cancellationToken);
            await writer.WriteStatusAsync(pass, cancellationToken);
            return result;
        }
        catch (InvalidException refused)
        {
            logger.WriteRefused(pass.Key, refused);
            return ReconcileResult.Terminal(refused.Message);
        }
    }

    private ValueTask<ReconcileResult> DispatchAsync(SessionPass pass, CancellationToken cancellationToken) => pass.Session.PhaseOf() switch
    {
        SessionPhase.Pending => pending.ReconcileAsync(pass, cancellationToken),
        SessionPhase.Creating or SessionPhase.Running => active.ReconcileAsync(pass, cancellationToken),
        SessionPhase.Stopping => stopping.ReconcileAsync(pass, cancellationToken),
        SessionPhase.Stopped or SessionPhase.Completed or SessionPhase.Failed => terminal.ReconcileAsync(pass, cancellationToken),
        _ => new(LeaveAlone(pass)),
    };

    /// <summary>Somebody newer wrote the phase. Guessing would do harm: a session that runs could be started once more.</summary>
    private ReconcileResult LeaveAlone(SessionPass pass)
    {
        logger.UnknownPhase(pass.Key, pass.Session.Status?.Phase);
        pass.Say(Conditions.StatusReadable, false, Reasons.UnknownPhase, $"The phase '{pass.Session.Status?.Phase}' is none this operator knows.");
        return ReconcileResult.Done;
    }

    private void ReportUnreadableTimes(SessionPass pass)
    {
        var unreadable = string.Join(", ", Timestamps.Unreadable(pass.Session.Status));
        if (unreadable.Length > 0)
        {
            logger.UnreadableTimes(pass.Key, unreadable);
            pass.Say(Conditions.StatusReadable, false, Reasons.UnreadableTime, $"These times cannot be read, and are passed over: {unreadable}.");
        }
        else if (pass.Session.Status?.Conditions.Find(Conditions.StatusReadable) is { Status: "False" } && pass.Session.PhaseOf() is not SessionPhase.Unknown)
        {
            pass.Say(Conditions.StatusReadable, true, Reasons.Readable, "Everything in the status can be read.");
        }
    }
}
