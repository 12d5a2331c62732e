using System.Text.Json.Serialization;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>What the user asks of a session. The operator reads it and never writes it.</summary>
internal sealed class AgenticSessionSpec
{
    [JsonPropertyName("repos")]
    public IList<SessionRepository>? Repos { get; set; }

    [JsonPropertyName("initialPrompt")]
    public string? InitialPrompt { get; set; }

    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("userContext")]
    public UserContext? UserContext { get; set; }

    [JsonPropertyName("llmSettings")]
    public LlmSettings? LlmSettings { get; set; }

    /// <summary>Gets or sets the seconds the runner allows itself; passed on, not enforced.</summary>
    [JsonPropertyName("timeout")]
    public long? Timeout { get; set; }

    /// <summary>Gets or sets the seconds without activity after which the session is stopped: 0 never, absent the project's value.</summary>
    [JsonPropertyName("inactivityTimeout")]
    public long? InactivityTimeout { get; set; }

    [JsonPropertyName("environmentVariables")]
    public IDictionary<string, string>? EnvironmentVariables { get; set; }

    [JsonPropertyName("activeWorkflow")]
    public SessionWorkflow? ActiveWorkflow { get; set; }
}
