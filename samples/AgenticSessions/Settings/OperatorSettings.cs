using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace KubeController.Samples.AgenticSessions.Settings;

/// <summary>The operator's settings: read once at start from the environment and appsettings.json, under one name in both.</summary>
internal sealed class OperatorSettings
{
    /// <summary>Gets or sets the namespace the operator runs in.</summary>
    [ConfigurationKeyName("NAMESPACE")]
    [Required(ErrorMessage = "NAMESPACE must name the operator's namespace.")]
    public string Namespace { get; set; } = "default";

    /// <summary>Gets or sets the namespace of the backend, where the operator's own secrets are; empty: <see cref="Namespace"/>.</summary>
    [ConfigurationKeyName("BACKEND_NAMESPACE")]
    public string BackendNamespace { get; set; } = string.Empty;

    [ConfigurationKeyName("AMBIENT_CODE_RUNNER_IMAGE")]
    [Required(ErrorMessage = "AMBIENT_CODE_RUNNER_IMAGE must name an image.")]
    public string RunnerImage { get; set; } = "quay.io/ambient_code/vteam_claude_runner:latest";

    [ConfigurationKeyName("STATE_SYNC_IMAGE")]
    [Required(ErrorMessage = "STATE_SYNC_IMAGE must name an image.")]
    public string StateSyncImage { get; set; } = "quay.io/ambient_code/vteam_state_sync:latest";

    [ConfigurationKeyName("IMAGE_PULL_POLICY")]
    [AllowedValues("Always", "IfNotPresent", "Never", ErrorMessage = "IMAGE_PULL_POLICY must be Always, IfNotPresent or Never.")]
    public string ImagePullPolicy { get; set; } = "Always";

    [ConfigurationKeyName("S3_ENDPOINT")]
    public string S3Endpoint { get; set; } = "https://s3.amazonaws.com";

    [ConfigurationKeyName("S3_BUCKET")]
    public string S3Bucket { get; set; } = "ambient-sessions";

    /// <summary>Gets or sets the group that owns the files of a pod's volumes; absent: the cluster's choice.</summary>
    [ConfigurationKeyName("POD_FSGROUP")]
    [Range(0, long.MaxValue, ErrorMessage = "POD_FSGROUP must be a group id, 0 or more.")]
    public long? PodFsGroup { get; set; }

    [ConfigurationKeyName("USE_VERTEX")]
    public string UseVertex { get; set; } = string.Empty;

    /// <summary>Gets or sets the older name of <see cref="UseVertex"/>.</summary>
    [ConfigurationKeyName("CLAUDE_CODE_USE_VERTEX")]
    public string ClaudeCodeUseVertex { get; set; } = string.Empty;

    [ConfigurationKeyName("CLOUD_ML_REGION")]
    public string VertexRegion { get; set; } = string.Empty;

    [ConfigurationKeyName("ANTHROPIC_VERTEX_PROJECT_ID")]
    public string VertexProject { get; set; } = string.Empty;

    [ConfigurationKeyName("GOOGLE_APPLICATION_CREDENTIALS")]
    public string VertexCredentialsPath { get; set; } = string.Empty;

    [ConfigurationKeyName("LANGFUSE_ENABLED")]
    public string LangfuseEnabled { get; set; } = string.Empty;

    /// <summary>Gets or sets the seconds without activity after which a session is stopped, if neither it nor its project says otherwise; 0 never.</summary>
    [ConfigurationKeyName("DEFAULT_INACTIVITY_TIMEOUT")]
    [Range(0, int.MaxValue, ErrorMessage = "DEFAULT_INACTIVITY_TIMEOUT must be a number of seconds, 0 or more; 0 is never.")]
    public int DefaultInactivityTimeout { get; set; } = 86400;

    /// <summary>Gets or sets how many sessions are worked on at once.</summary>
    [ConfigurationKeyName("MAX_CONCURRENT_RECONCILES")]
    [Range(1, 1000, ErrorMessage = "MAX_CONCURRENT_RECONCILES must be from 1 to 1000.")]
    public int Workers { get; set; } = 10;

    public bool IsVertexOn => IsYes(UseVertex) || IsYes(ClaudeCodeUseVertex);

    public bool IsLangfuseOn => LangfuseEnabled.Length > 0 && LangfuseEnabled != "0" && !LangfuseEnabled.Equals("false", StringComparison.OrdinalIgnoreCase);

    public string SecretsNamespace => BackendNamespace.Length > 0 ? BackendNamespace : Namespace;

    private static bool IsYes(string text) => text.Trim().ToUpperInvariant() is "1" or "TRUE" or "YES";
}
