using System.Text.Json.Serialization;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>The part of a project's settings that concerns its sessions.</summary>
internal sealed class ProjectSettingsSpec
{
    /// <summary>Gets or sets the seconds without activity after which a session is stopped: 0 never, absent the operator's default.</summary>
    [JsonPropertyName("inactivityTimeoutSeconds")]
    public long? InactivityTimeoutSeconds { get; set; }
}
