using System.Globalization;
using k8s.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>Maps a pod's status to what it means for its session.</summary>
/// <remarks>
/// The pod's phase is not enough: the state-sync container lives on after the runner has died, and keeps the pod Running.
/// What the containers say counts.
/// </remarks>
internal static class PodStatusMapping
{
    public const string RunnerContainer = "ambient-code-runner";
    private const int PrerequisiteExitCode = 2;

    private static readonly HashSet<string> FatalWaiting =
        new(StringComparer.Ordinal) { "ImagePullBackOff", "ErrImagePull", "CrashLoopBackOff", "CreateContainerConfigError", "InvalidImageName" };

    public static PodVerdict Map(V1Pod? pod)
    {
        if (pod is null)
        {
            return PodVerdict.Absent;
        }

        var runner = pod.Status?.ContainerStatuses?.FirstOrDefault(container => container.Name == RunnerContainer);
        var verdict = IsTerminating(pod, runner) ? new(PodOutlook.Terminating) : OfPhase(pod) ?? OfInitContainers(pod) ?? OfRunner(runner?.State);
        return verdict with
        {
            Scheduled = Scheduling(pod),
            RunnerHasStarted = runner is { State.Running: not null } or { State.Terminated: not null } or { LastState.Terminated: not null },
        };
    }

    /// <summary>A pod being deleted has ended by itself only if its runner had ended before the deletion was asked for.</summary>
    private static bool IsTerminating(V1Pod pod, V1ContainerStatus? runner)
    {
        if (pod.Metadata?.DeletionTimestamp is not { } deadline)
        {
            return false;
        }

        var asked = deadline.AddSeconds(-(pod.Metadata.DeletionGracePeriodSeconds ?? 0));
        return runner?.State?.Terminated?.FinishedAt is not { } finished || finished >= asked;
    }

    private static PodVerdict? OfPhase(V1Pod pod) => pod.Status?.Phase switch
    {
        "Succeeded" => new(PodOutlook.Completed, Reasons.Completed, "The pod succeeded."),
        "Failed" => new(PodOutlook.Failed, Reasons.PodFailed, PodFailureText.Of(pod)),
        _ => null,
    };

    /// <summary>An init container that cannot start holds the runner at PodInitializing for ever.</summary>
    private static PodVerdict? OfInitContainers(V1Pod pod) =>
        pod.Status?.InitContainerStatuses?.FirstOrDefault(container => IsFatal(container.State?.Waiting)) is { } stuck
            ? new(PodOutlook.Failed, stuck.State.Waiting.Reason, $"Init container '{stuck.Name}' cannot start: {Detail(stuck.State.Waiting)}")
            : null;

    private static PodVerdict OfRunner(V1ContainerState? state) => state switch
    {
        { Running: not null } => new(PodOutlook.Running, Reasons.Running, "The runner is running."),
        { Waiting: { } waiting } when IsFatal(waiting) => new(PodOutlook.Failed, waiting.Reason, $"The runner cannot start: {Detail(waiting)}"),
        { Terminated: { ExitCode: 0 } } => new(PodOutlook.Completed, Reasons.Completed, "The runner finished."),
        { Terminated: { } terminated } => new(
            PodOutlook.Failed,
            terminated.ExitCode == PrerequisiteExitCode ? Reasons.PrerequisiteFailed : Reasons.RunnerExit,
            PodFailureText.Of("The runner", terminated)),
        _ => new(PodOutlook.Waiting),
    };

    private static bool IsFatal(V1ContainerStateWaiting? waiting) => waiting?.Reason is { } reason && FatalWaiting.Contains(reason);

    private static string Detail(V1ContainerStateWaiting waiting) =>
        string.IsNullOrEmpty(waiting.Message) ? waiting.Reason : string.Create(CultureInfo.InvariantCulture, $"{waiting.Reason}: {waiting.Message}");

    private static ConditionChange? Scheduling(V1Pod pod)
    {
        if (!string.IsNullOrEmpty(pod.Spec?.NodeName))
        {
            return new(Conditions.PodScheduled, true, Reasons.Scheduled, $"The pod is on node '{pod.Spec.NodeName}'.");
        }

        return pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: Conditions.PodScheduled, Status: "False" }) is { } refused
            ? new(Conditions.PodScheduled, false, refused.Reason ?? string.Empty, refused.Message ?? string.Empty)
            : null;
    }
}
