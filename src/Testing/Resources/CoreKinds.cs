using static KubeController.Testing.Resources.BuiltInKind;
using static KubeController.Testing.Resources.KindTraits;

namespace KubeController.Testing.Resources;

/// <summary>The kinds of the core group, and events in their second form.</summary>
internal static class CoreKinds
{
    private const string PodFields =
        "spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName spec.hostNetwork"
        + " status.phase status.podIP status.podIPs status.nominatedNodeName";

    private const string CoreEventFields =
        "involvedObject.kind involvedObject.namespace involvedObject.name involvedObject.uid involvedObject.apiVersion"
        + " involvedObject.resourceVersion involvedObject.fieldPath reason reportingComponent source type";

    private const string EventFields =
        "regarding.kind regarding.namespace regarding.name regarding.uid regarding.apiVersion regarding.resourceVersion regarding.fieldPath"
        + " reason reportingController type";

    /// <summary>Core events; the form in which all events are stored.</summary>
    private static readonly ResourceDefinition CoreEvents = Define("v1", "Event", "events", CreateOnUpdate, "ev", fields: CoreEventFields);

    public static readonly IReadOnlyList<ResourceDefinition> All =
    [
        Define("v1", "ConfigMap", "configmaps", None, "cm"),
        Define("v1", "Endpoints", "endpoints", CreateOnUpdate, "ep"),
        CoreEvents,
        Define("v1", "LimitRange", "limitranges", CreateOnUpdate, "limits"),
        Define("v1", "Namespace", "namespaces", ClusterScoped | Status | ReturnsDeleted, "ns", subresources: "finalize", fields: "status.phase") with
        {
            Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"],
        },
        Define("v1", "Node", "nodes", ClusterScoped | Status, "no", subresources: "proxy", fields: "spec.unschedulable"),
        Define("v1", "PersistentVolumeClaim", "persistentvolumeclaims", Status | ReturnsDeleted, "pvc", finalizers: "kubernetes.io/pvc-protection"),
        Define("v1", "PersistentVolume", "persistentvolumes", ClusterScoped | Status | ReturnsDeleted, "pv", finalizers: "kubernetes.io/pv-protection"),
        Define(
            "v1",
            "Pod",
            "pods",
            Status | Generation | ReturnsDeleted | Graceful,
            "po",
            isInAll: true,
            subresources: "attach binding ephemeralcontainers eviction exec log portforward proxy resize",
            fields: PodFields),
        Define("v1", "PodTemplate", "podtemplates", Generation | ReturnsDeleted),
        Define("v1", "ReplicationController", "replicationcontrollers", Status | Generation | Orphans, "rc", isInAll: true, subresources: "scale", fields: "status.replicas"),
        Define("v1", "ResourceQuota", "resourcequotas", Status | ReturnsDeleted, "quota"),
        Define("v1", "Secret", "secrets", None, fields: "type"),
        Define("v1", "ServiceAccount", "serviceaccounts", ReturnsDeleted, "sa", subresources: "token"),
        Define("v1", "Service", "services", Status | CreateOnUpdate | ReturnsDeleted, "svc", isInAll: true, subresources: "proxy", fields: "spec.clusterIP spec.type"),
        Define("events.k8s.io/v1", "Event", "events", CreateOnUpdate, "ev", fields: EventFields) with
        {
            StorageVersion = CoreEvents,
            StorageName = "events",
            ToStorage = EventForms.ToCore,
            FromStorage = EventForms.FromCore,
        },
    ];
}
