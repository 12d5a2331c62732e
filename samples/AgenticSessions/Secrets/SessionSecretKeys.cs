namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>The keys of the secret that each session has of its own.</summary>
internal static class SessionSecretKeys
{
    /// <summary>The token with which the runner speaks to the API server.</summary>
    public const string ApiToken = "k8s-token";

    /// <summary>The token that a caller of the runner has to show.</summary>
    public const string RunnerToken = "agui-token";

    /// <summary>The shared storage's credentials: here, so that they are neither in the pod's manifest nor in one more secret.</summary>
    public const string StorageAccessKey = "s3-access-key";
    public const string StorageSecretKey = "s3-secret-key";
}
