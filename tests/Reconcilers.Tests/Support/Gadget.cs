using k8s;
using k8s.Models;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>A custom resource of the tests, with a status subresource.</summary>
[KubernetesEntity(Group = "test.kubecontroller.dev", ApiVersion = "v1", Kind = "Gadget", PluralName = "gadgets")]
public sealed class Gadget : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "test.kubecontroller.dev/v1";

    public string Kind { get; set; } = "Gadget";

    public V1ObjectMeta Metadata { get; set; } = new();

    public WidgetSpec? Spec { get; set; }

    public GadgetStatus? Status { get; set; }
}
