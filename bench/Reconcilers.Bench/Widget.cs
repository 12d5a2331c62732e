using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Bench;

/// <summary>A custom resource; its definition is in <c>widget-crd.yaml</c>.</summary>
[KubernetesEntity(Group = "bench.example.com", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
internal sealed class Widget : IKubernetesObject<V1ObjectMeta>
{
    public const string Namespace = "reconcilers-bench";

    public string ApiVersion { get; set; } = "bench.example.com/v1";

    public string Kind { get; set; } = "Widget";

    public V1ObjectMeta Metadata { get; set; } = new();

    public WidgetSpec Spec { get; set; } = new();

    public WidgetStatus? Status { get; set; }

    public static NamespacedName NameOf(int i) => new(Namespace, $"widget-{i:D5}");

    public bool IsDone() => Status is { Phase: WidgetStatus.Done } status && status.ObservedGeneration == Metadata.Generation;
}
