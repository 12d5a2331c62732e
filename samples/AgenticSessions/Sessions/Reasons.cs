namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>The reasons of conditions. A container's waiting reason is passed on as it is.</summary>
internal static class Reasons
{
    public const string Running = "Running";
    public const string Stopping = "Stopping";
    public const string UserStopped = "UserStopped";
    public const string InactivityTimeout = "InactivityTimeout";
    public const string Restarting = "Restarting";
    public const string Completed = "Completed";
    public const string PodFailed = "PodFailed";
    public const string PrerequisiteFailed = "PrerequisiteFailed";
    public const string RunnerExit = "RunnerExit";
    public const string SecretCheckFailed = "SecretCheckFailed";
    public const string VertexSecretMissing = "VertexSecretMissing";
    public const string RunnerSecretMissing = "RunnerSecretMissing";
    public const string AllRequiredSecretsFound = "AllRequiredSecretsFound";
    public const string OptionalSecretFound = "OptionalSecretFound";
    public const string Configured = "Configured";
    public const string NotConfigured = "NotConfigured";
    public const string TokenProvisionFailed = "TokenProvisionFailed";
    public const string SecretCopyFailed = "SecretCopyFailed";
    public const string NetworkPolicyFailed = "NetworkPolicyFailed";
    public const string WriteGroupFailed = "WriteGroupFailed";
    public const string PodCreated = "PodCreated";
    public const string PodExists = "PodExists";
    public const string PodMissing = "PodMissing";
    public const string CreateFailed = "CreateFailed";
    public const string PodCreationFailed = "PodCreationFailed";
    public const string ServiceCreationFailed = "ServiceCreationFailed";
    public const string Scheduled = "Scheduled";
    public const string ContainerRunning = "ContainerRunning";
    public const string NameTooLong = "NameTooLong";
    public const string UnknownPhase = "UnknownPhase";
    public const string UnreadableTime = "UnreadableTime";
    public const string Readable = "Readable";
}
