using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>A custom resource with whatever specification and status a test gives it.</summary>
[KubernetesEntity(Group = "test.kubecontroller.dev", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed class WidgetWithStatus : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "test.kubecontroller.dev/v1";

    public string Kind { get; set; } = "Widget";

    public V1ObjectMeta Metadata { get; set; } = new() { Name = "a", NamespaceProperty = "default", Uid = "uid-a" };

    [JsonPropertyName("spec")]
    public JsonNode? Spec { get; set; }

    [JsonPropertyName("status")]
    public JsonNode? Status { get; set; }

    public static WidgetWithStatus Of(string spec, string status) => new() { Spec = JsonNode.Parse(spec), Status = JsonNode.Parse(status) };
}
