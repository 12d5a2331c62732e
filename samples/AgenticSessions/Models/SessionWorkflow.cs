using System.Text.Json.Serialization;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>The workflow definition a session follows.</summary>
internal sealed class SessionWorkflow
{
    [JsonPropertyName("gitUrl")]
    public string? GitUrl { get; set; }

    [JsonPropertyName("branch")]
    public string? Branch { get; set; }

    [JsonPropertyName("path")]
    public string? Path { get; set; }
}
