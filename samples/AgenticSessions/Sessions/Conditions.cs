namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>The types of conditions.</summary>
internal static class Conditions
{
    public const string Ready = "Ready";
    public const string SecretsReady = "SecretsReady";
    public const string IntegrationSecretsReady = "IntegrationSecretsReady";
    public const string StorageAvailable = "S3Available";
    public const string PodCreated = "PodCreated";
    public const string PodScheduled = "PodScheduled";

    /// <summary>Present once a runner has started, whatever its value: it is what tells a resumed session from a new one.</summary>
    public const string RunnerStarted = "RunnerStarted";

    /// <summary>False while the status holds something this operator cannot read.</summary>
    public const string StatusReadable = "StatusReadable";
}
