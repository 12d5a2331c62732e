using k8s;
using k8s.Models;

namespace KubeController.Client.Tests.Scripts;

/// <summary>A custom resource.</summary>
[KubernetesEntity(Group = "test.example.com", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
internal sealed class Widget : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The definition; it lets any size through, so that one comes that the model cannot take.</summary>
    public const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.test.example.com}
        spec:
          group: test.example.com
          scope: Namespaced
          names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
                    properties:
                      weight: {type: integer, maximum: 9}
        """;

    public string ApiVersion { get; set; } = null!;

    public string Kind { get; set; } = null!;

    public V1ObjectMeta Metadata { get; set; } = null!;

    public WidgetSpec? Spec { get; set; }
}
