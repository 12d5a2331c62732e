using k8s;
using k8s.Models;

namespace KubeController.Samples.Minimal;

/// <summary>A custom resource; its definition is in <c>website-crd.yaml</c>.</summary>
[KubernetesEntity(Group = "samples.kubecontroller.dev", ApiVersion = "v1", Kind = "Website", PluralName = "websites")]
internal sealed class Website : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "samples.kubecontroller.dev/v1";

    public string Kind { get; set; } = "Website";

    public V1ObjectMeta Metadata { get; set; } = new();

    public WebsiteSpec Spec { get; set; } = new();
}
