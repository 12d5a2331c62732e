using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>A coding session that an agent works on in a pod of its own.</summary>
[KubernetesEntity(Group = Group, ApiVersion = Version, Kind = EntityKind, PluralName = "agenticsessions")]
internal sealed class AgenticSession : IKubernetesObject<V1ObjectMeta>
{
    public const string Group = "vteam.ambient-code";
    public const string Version = "v1alpha1";
    public const string EntityKind = "AgenticSession";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{Group}/{Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = EntityKind;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public AgenticSessionSpec? Spec { get; set; }

    [JsonPropertyName("status")]
    public AgenticSessionStatus? Status { get; set; }
}
