namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>The keys and values of labels.</summary>
internal static class Labels
{
    public const string Managed = "ambient-code.io/managed";
    public const string ManagedBy = "ambient-code.io/managed-by";
    public const string Operator = "operator";
    public const string Session = "agentic-session";
    public const string App = "app";
    public const string RunnerApp = "ambient-code-runner";
    public const string ServiceApp = "ambient-code";
    public const string ServiceAccountApp = "ambient-runner";
    public const string TokenApp = "ambient-runner-token";
}
