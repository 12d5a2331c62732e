using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.Samples.AgenticSessions.Ending;

/// <summary>Ends sessions: writes how first, and takes the pod away after, so that a crash in between leaves work that is found again.</summary>
internal sealed class SessionEnd(SessionWriter writer, SessionPods pods, PodRemover remover)
{
    /// <summary>Serves a request to stop: the pod first has to go, if there is one.</summary>
    public async Task StopAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        if (pods.Find(pass.Session) is null)
        {
            await StoppedAsync(pass, cancellationToken);
            return;
        }

        pass.Set(SessionPhase.Stopping);
        pass.Say(Conditions.Ready, false, Reasons.Stopping, "The pod is being deleted.");
        await writer.WriteStatusAsync(pass, cancellationToken);
        await remover.RemoveAsync(pass, cancellationToken);
    }

    /// <summary>Records that a session is stopped, and by whom; the requests are served then.</summary>
    public async Task StoppedAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        await remover.RemoveCopiesAsync(pass.Session, cancellationToken);
        var isIdle = pass.Session.Annotation(Annotations.StopReason) == Annotations.InactivityStop;
        var reason = isIdle ? Reasons.InactivityTimeout : Reasons.UserStopped;
        var message = isIdle ? "The session was idle for longer than its timeout." : "The session was stopped on request.";
        pass.Set(SessionPhase.Stopped);
        pass.SetTime("completionTime");
        pass.Status.Set("stoppedReason", isIdle ? "inactivity" : "user");
        pass.Say(Conditions.Ready, false, reason, message);
        pass.Say(Conditions.PodCreated, false, reason, message);
        RunnerIsOver(pass, reason, message);
        await writer.WriteStatusAsync(pass, cancellationToken);
        ServeStop(pass);
        await writer.WriteAnnotationsAsync(pass, cancellationToken);
    }

    /// <summary>Records that a session's pod has come to its end, and takes it away.</summary>
    public async Task EndedAsync(SessionPass pass, PodVerdict verdict, CancellationToken cancellationToken)
    {
        pass.Set(verdict.Outlook == PodOutlook.Completed ? SessionPhase.Completed : SessionPhase.Failed);
        pass.SetTime("completionTime");
        pass.Say(Conditions.Ready, false, verdict.Reason, verdict.Message);
        if (verdict.RunnerHasStarted)
        {
            pass.Say(Conditions.RunnerStarted, false, verdict.Reason, verdict.Message);
        }
        else
        {
            RunnerIsOver(pass, verdict.Reason, verdict.Message);
        }

        await writer.WriteStatusAsync(pass, cancellationToken);
        await remover.RemoveAsync(pass, cancellationToken);
    }

    /// <summary>Records that a session cannot be started. The request to start it is served first: otherwise it would be started again at once, and for ever.</summary>
    public async Task RefusedAsync(SessionPass pass, IEnumerable<ConditionChange> conditions, CancellationToken cancellationToken)
    {
        ServeStart(pass);
        await writer.WriteAnnotationsAsync(pass, cancellationToken);
        foreach (var condition in conditions)
        {
            pass.Status.Add(condition);
        }

        pass.Set(SessionPhase.Failed);
        pass.SetTime("completionTime");
        await writer.WriteStatusAsync(pass, cancellationToken);
    }

    public static void ServeStart(SessionPass pass)
    {
        if (pass.Session.WantsStart())
        {
            pass.Annotations.Remove(pass.Session, Annotations.DesiredPhase);
        }

        pass.Annotations.Remove(pass.Session, Annotations.StartRequestedAt);
    }

    /// <summary>Takes the request to stop away, but not one to start that has come since.</summary>
    public static void ServeStop(SessionPass pass)
    {
        if (pass.Session.WantsStop())
        {
            pass.Annotations.Remove(pass.Session, Annotations.DesiredPhase);
        }

        pass.Annotations.Remove(pass.Session, Annotations.StopRequestedAt);
        pass.Annotations.Remove(pass.Session, Annotations.StopReason);
    }

    /// <summary>Says that the runner no longer runs, if one ever did: the condition's presence is what tells a resumed session from a new one.</summary>
    public static void RunnerIsOver(SessionPass pass, string reason, string message)
    {
        if (pass.Session.Status?.Conditions.Find(Conditions.RunnerStarted) is not null)
        {
            pass.Say(Conditions.RunnerStarted, false, reason, message);
        }
    }
}
