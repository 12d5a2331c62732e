using static KubeController.Testing.Resources.BuiltInKind;
using static KubeController.Testing.Resources.KindTraits;

namespace KubeController.Testing.Resources;

/// <summary>The kinds about access, admission, storage and the API itself.</summary>
internal static class ClusterKinds
{
    public static readonly IReadOnlyList<ResourceDefinition> All =
    [
        Define("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", ClusterScoped | Generation | VersionNeeded),
        Define("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", ClusterScoped | Generation | VersionNeeded),
        Define("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions", ClusterScoped | Status | Generation | VersionNeeded, "crd crds") with
        {
            Categories = ["api-extensions"],
        },
        Define("certificates.k8s.io/v1", "CertificateSigningRequest", "certificatesigningrequests", ClusterScoped | Status, "csr", subresources: "approval", fields: "spec.signerName"),
        Define("node.k8s.io/v1", "RuntimeClass", "runtimeclasses", ClusterScoped | VersionNeeded | CreateOnUpdate),
        Define("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", ClusterScoped | CreateOnUpdate),
        Define("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", ClusterScoped | CreateOnUpdate),
        Define("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", CreateOnUpdate),
        Define("rbac.authorization.k8s.io/v1", "Role", "roles", CreateOnUpdate),
        Define("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", ClusterScoped | Generation, "pc"),
        Define("storage.k8s.io/v1", "CSIDriver", "csidrivers", ClusterScoped | VersionNeeded | ReturnsDeleted),
        Define("storage.k8s.io/v1", "CSINode", "csinodes", ClusterScoped | VersionNeeded | ReturnsDeleted),
        Define("storage.k8s.io/v1", "StorageClass", "storageclasses", ClusterScoped | ReturnsDeleted, "sc"),
        Define("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments", ClusterScoped | Status | ReturnsDeleted),
    ];
}
