using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace KubeController.Informers.Tests.EndToEnd;

/// <summary>A custom resource whose schema allows more than the model takes.</summary>
[KubernetesEntity(Group = "tests.kubecontroller.dev", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed class Widget : IKubernetesObject<V1ObjectMeta>
{
    public const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: widgets.tests.kubecontroller.dev
        spec:
          group: tests.kubecontroller.dev
          scope: Namespaced
          names: { kind: Widget, listKind: WidgetList, plural: widgets, singular: widget }
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                x-kubernetes-preserve-unknown-fields: true
        """;

    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string? Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("size")]
    public int Size { get; set; }

    public static string Manifest(string name, string size) => $"""
        apiVersion: tests.kubecontroller.dev/v1
        kind: Widget
        metadata: {'{'} name: {name}, namespace: default {'}'}
        size: {size}
        """;
}
