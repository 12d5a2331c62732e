using System.Text.Json.Serialization;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>Who asked for the session.</summary>
internal sealed class UserContext
{
    [JsonPropertyName("userId")]
    public string? UserId { get; set; }

    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("groups")]
    public IList<string>? Groups { get; set; }
}
