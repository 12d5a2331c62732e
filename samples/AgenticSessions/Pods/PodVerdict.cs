using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>What a pod's status means for its session. Two pods with equal verdicts are the same to the operator.</summary>
/// <param name="Outlook">What the pod is up to.</param>
/// <param name="Reason">The reason of the session's <c>Ready</c> condition.</param>
/// <param name="Message">The message of it.</param>
/// <param name="Scheduled">What the pod says about being scheduled, if anything.</param>
/// <param name="RunnerHasStarted">Whether the runner container runs, or has run.</param>
internal sealed record PodVerdict(PodOutlook Outlook, string Reason = "", string Message = "", ConditionChange? Scheduled = null, bool RunnerHasStarted = false)
{
    public static PodVerdict Absent { get; } = new(PodOutlook.Absent);
}
