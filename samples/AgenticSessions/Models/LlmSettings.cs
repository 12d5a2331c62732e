using System.Text.Json.Serialization;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>The model a session talks to, and how.</summary>
internal sealed class LlmSettings
{
    [JsonPropertyName("model")]
    public string? Model { get; set; }

    [JsonPropertyName("temperature")]
    public double? Temperature { get; set; }

    [JsonPropertyName("maxTokens")]
    public long? MaxTokens { get; set; }
}
