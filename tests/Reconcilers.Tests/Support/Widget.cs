using k8s;
using k8s.Models;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>A custom resource of the tests.</summary>
[KubernetesEntity(Group = "test.kubecontroller.dev", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed class Widget : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "test.kubecontroller.dev/v1";

    public string Kind { get; set; } = "Widget";

    public V1ObjectMeta Metadata { get; set; } = new();

    public WidgetSpec? Spec { get; set; }

    public static Widget Named(string name, Action<V1ObjectMeta>? configure = null)
    {
        var metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = $"uid-{name}", ResourceVersion = "1", Generation = 1 };
        configure?.Invoke(metadata);
        return new() { Metadata = metadata };
    }
}
