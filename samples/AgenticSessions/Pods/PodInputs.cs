using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>Everything a session's pod depends on, besides the operator's settings.</summary>
/// <param name="Session">The session.</param>
/// <param name="TokenSecret">The name of the session's own secret.</param>
/// <param name="Storage">Where it keeps its state.</param>
/// <param name="HasIntegrations">Whether the project has integrations.</param>
/// <param name="HasLangfuse">Whether Langfuse's credentials have been copied.</param>
/// <param name="HasCertificates">Whether the project brings certificates of its own.</param>
internal sealed record PodInputs(
    AgenticSession Session,
    string TokenSecret,
    StorageChoice Storage,
    bool HasIntegrations = false,
    bool HasLangfuse = false,
    bool HasCertificates = false)
{
    public SessionNames Names { get; } = new(Session.Metadata.NamespaceProperty, Session.Metadata.Name);

    public AgenticSessionSpec Spec { get; } = Session.Spec ?? new();

    /// <summary>Gets where the agent keeps its state, below the workspace; the user's word wins.</summary>
    public string StateDirectory => UserVariable("RUNNER_STATE_DIR") ?? ".claude";

    /// <summary>Gets a value indicating whether the runner goes on with earlier work, and so leaves the initial prompt alone.</summary>
    /// <remarks>A start that never got as far as a runner is none: its prompt has not been run.</remarks>
    public bool IsResume => Session.Status?.Conditions is { } conditions
        && Status.ConditionList.Find(conditions, Conditions.RunnerStarted) is not null
        && Session.Annotation(Annotations.ForceExecutePrompt) != "true";

    public string? ParentSession => Session.Annotation(Annotations.ParentSession) is { Length: > 0 } parent ? parent : UserVariable("PARENT_SESSION_ID");

    private string? UserVariable(string name) =>
        Spec.EnvironmentVariables is { } variables && variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
