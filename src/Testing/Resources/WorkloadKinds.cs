using static KubeController.Testing.Resources.BuiltInKind;
using static KubeController.Testing.Resources.KindTraits;

namespace KubeController.Testing.Resources;

/// <summary>The kinds that run programs, and those around their network.</summary>
internal static class WorkloadKinds
{
    public static readonly IReadOnlyList<ResourceDefinition> All =
    [
        Define("apps/v1", "ControllerRevision", "controllerrevisions", None),
        Define("apps/v1", "DaemonSet", "daemonsets", Status | Generation, "ds", isInAll: true),
        Define("apps/v1", "Deployment", "deployments", Status | Generation, "deploy", isInAll: true, subresources: "scale"),
        Define("apps/v1", "ReplicaSet", "replicasets", Status | Generation, "rs", isInAll: true, subresources: "scale"),
        Define("apps/v1", "StatefulSet", "statefulsets", Status | Generation, "sts", isInAll: true, subresources: "scale"),
        Define("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", Status, "hpa", isInAll: true),
        Define("batch/v1", "CronJob", "cronjobs", Status | Generation, "cj", isInAll: true),
        Define("batch/v1", "Job", "jobs", Status | Generation | Orphans, isInAll: true, fields: "status.successful"),
        Define("coordination.k8s.io/v1", "Lease", "leases", VersionNeeded | CreateOnUpdate),
        Define("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", Generation),
        Define("networking.k8s.io/v1", "Ingress", "ingresses", Status | Generation, "ing"),
        Define("networking.k8s.io/v1", "IngressClass", "ingressclasses", ClusterScoped | Generation),
        Define("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", Generation, "netpol"),
        Define("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", Status | Generation | VersionNeeded, "pdb"),
        Define("resource.k8s.io/v1", "DeviceClass", "deviceclasses", ClusterScoped | Generation | ReturnsDeleted),
        Define("resource.k8s.io/v1", "ResourceClaim", "resourceclaims", Status | ReturnsDeleted),
        Define("resource.k8s.io/v1", "ResourceClaimTemplate", "resourceclaimtemplates", ReturnsDeleted),
        Define("resource.k8s.io/v1", "ResourceSlice", "resourceslices", ClusterScoped | Generation | ReturnsDeleted, fields: "spec.nodeName spec.driver"),
    ];
}
