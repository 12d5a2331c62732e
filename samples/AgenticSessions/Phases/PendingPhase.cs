using k8s.Models;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Ending;
using KubeController.Samples.AgenticSessions.Network;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Starting;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Phases;

/// <summary>Pending: everything a session needs is made, its pod last; then it is Creating.</summary>
internal sealed class PendingPhase(
    SessionStarter starter, ServiceKeeper services, SessionPods pods, SessionEnd end, SessionWriter writer, ILogger<PendingPhase> logger)
{
    public async ValueTask<ReconcileResult> ReconcileAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        if (pass.Session.WantsStop())
        {
            await end.StopAsync(pass, cancellationToken);
            return ReconcileResult.Done;
        }

        var pod = pods.FindByName(pass.Session);
        if (pod is not null && (pod.Metadata.DeletionTimestamp is not null || !pod.IsOwnedBy(pass.Session)))
        {
            // What is left of an earlier life: its end wakes this session.
            logger.WaitsForPod(pass.Key, pass.Names.Pod);
            return ReconcileResult.Done;
        }

        try
        {
            await StartAsync(pass, pod, cancellationToken);
            return ReconcileResult.Done;
        }
        catch (StartException failure)
        {
            return await FailedAsync(pass, failure, cancellationToken);
        }
    }

    /// <summary>A pod that is there wins: it was made after every check had passed, by a pass that did not get any further.</summary>
    private async Task StartAsync(SessionPass pass, V1Pod? present, CancellationToken cancellationToken)
    {
        if (!pass.Names.AreValid(out var problem))
        {
            throw new StartException(StartStep.Name, problem, isTerminal: true);
        }

        var pod = present ?? await starter.StartAsync(pass, cancellationToken);
        try
        {
            await services.EnsureAsync(pass, pod, cancellationToken);
        }
        catch (Exception error) when (StartException.IsAnswer(error))
        {
            throw StartException.Of(StartStep.Service, "Making the service failed", error);
        }

        // The annotations go first: until the status says Creating, the next pass comes here again and finds the pod.
        SessionEnd.ServeStart(pass);
        SessionEnd.ServeStop(pass);     // what is left of an earlier stop would be taken for the reason of the next
        pass.Annotations.Remove(pass.Session, Annotations.ForceExecutePrompt);
        await writer.WriteAnnotationsAsync(pass, cancellationToken);

        pass.Set(SessionPhase.Creating);
        if (Timestamps.Parse(pass.Session.Status?.StartTime) is null)
        {
            pass.SetTime("startTime");
        }

        pass.Status.Set("observedGeneration", pass.Session.Metadata.Generation ?? 0);
        pass.Say(Conditions.PodCreated, true, present is null ? Reasons.PodCreated : Reasons.PodExists, $"Pod '{pod.Metadata.Name}' was created.");
        pass.Say(Conditions.Ready, false, Reasons.PodCreated, "The runner has not started yet.");
        await writer.WriteStatusAsync(pass, cancellationToken);
    }

    private async Task<ReconcileResult> FailedAsync(SessionPass pass, StartException failure, CancellationToken cancellationToken)
    {
        if (failure.IsTerminal)
        {
            logger.StartRefused(pass.Key, failure.Reason, failure.Message, failure);
            await end.RefusedAsync(pass, failure.Conditions, cancellationToken);
            return ReconcileResult.Done;
        }

        logger.StartFailed(pass.Key, failure.Reason, failure.Message, failure);
        foreach (var condition in failure.Conditions)
        {
            pass.Status.Add(condition);
        }

        await writer.WriteStatusAsync(pass, cancellationToken);
        return ReconcileResult.Retry($"{failure.Reason}: {failure.Message}", failure.RetryAfter);
    }
}
