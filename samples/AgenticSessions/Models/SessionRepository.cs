using System.Text.Json.Serialization;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>A git repository to clone into the session's workspace.</summary>
internal sealed class SessionRepository
{
    [JsonPropertyName("url")]
    public string? Url { get; set; }

    [JsonPropertyName("branch")]
    public string? Branch { get; set; }

    [JsonPropertyName("autoPush")]
    public bool AutoPush { get; set; }
}
