using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace KubeController.Samples.AgenticSessions.Models;

/// <summary>The settings of a project, which is a namespace; there is one, and it is named <see cref="OnlyName"/>.</summary>
[KubernetesEntity(Group = AgenticSession.Group, ApiVersion = AgenticSession.Version, Kind = EntityKind, PluralName = "projectsettings")]
internal sealed class ProjectSettings : IKubernetesObject<V1ObjectMeta>
{
    public const string EntityKind = "ProjectSettings";
    public const string OnlyName = "projectsettings";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{AgenticSession.Group}/{AgenticSession.Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = EntityKind;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public ProjectSettingsSpec? Spec { get; set; }
}
