using k8s.Models;

namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>The keys of annotations, and how they are read.</summary>
internal static class Annotations
{
    public const string DesiredPhase = "ambient-code.io/desired-phase";
    public const string StartRequestedAt = "ambient-code.io/start-requested-at";
    public const string StopRequestedAt = "ambient-code.io/stop-requested-at";
    public const string StopReason = "ambient-code.io/stop-reason";
    public const string ForceExecutePrompt = "ambient-code.io/force-execute-prompt";
    public const string ParentSession = "vteam.ambient-code/parent-session-id";
    public const string RunnerTokenSecret = "ambient-code.io/runner-token-secret";
    public const string RunnerServiceAccount = "ambient-code.io/runner-sa";

    /// <summary>On the token's secret, where others read it, and on the session, where this operator reads it from its cache.</summary>
    public const string TokenRefreshedAt = "ambient-code.io/token-refreshed-at";
    public const string CreatedByUser = "ambient-code.io/created-by-user-id";
    public const string CopiedFrom = "vteam.ambient-code/copied-from";

    public const string InactivityStop = "inactivity";

    public static string? Annotation(this IMetadata<V1ObjectMeta> resource, string key) =>
        resource.Metadata?.Annotations is { } annotations && annotations.TryGetValue(key, out var value) ? value : null;

    public static bool WantsStop(this IMetadata<V1ObjectMeta> session) => session.Annotation(DesiredPhase)?.Trim() == nameof(SessionPhase.Stopped);

    public static bool WantsStart(this IMetadata<V1ObjectMeta> session) => session.Annotation(DesiredPhase)?.Trim() == nameof(SessionPhase.Running);
}
