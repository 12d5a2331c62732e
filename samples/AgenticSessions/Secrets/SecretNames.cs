namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>The secrets that are there before any session, and the keys in them.</summary>
internal static class SecretNames
{
    /// <summary>Holds the API keys of a project's runners.</summary>
    public const string Runner = "ambient-runner-secrets";

    /// <summary>Holds a project's own integrations, among them its storage.</summary>
    public const string Integrations = "ambient-non-vertex-integrations";

    /// <summary>Holds the operator's credentials for Vertex; copied to the session's namespace.</summary>
    public const string Vertex = "ambient-vertex";

    /// <summary>Holds the operator's credentials for Langfuse; copied to the session's namespace.</summary>
    public const string Langfuse = "ambient-admin-langfuse-secret";

    /// <summary>Holds the operator's credentials for the shared storage.</summary>
    public const string SharedStorage = "minio-credentials";
    public const string SharedAccessKey = "access-key";
    public const string SharedSecretKey = "secret-key";
}
