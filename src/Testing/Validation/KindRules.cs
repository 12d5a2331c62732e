using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

/// <summary>The rules of the built-in kinds. Kinds without an entry are stored as they are sent, once their fields have been decoded.</summary>
internal static class KindRules
{
    private static readonly Dictionary<(string Group, string Kind), KindRule> Rules = new()
    {
        [("", "Pod")] = PodRules.Rule,
        [("", "PodTemplate")] = WorkloadRules.PodTemplate,
        [("", "ReplicationController")] = WorkloadRules.ReplicationController,
        [("", "Service")] = ServiceRules.Rule,
        [("", "Endpoints")] = ServiceRules.Endpoints,
        [("", "Secret")] = SecretRules.Rule,
        [("", "ConfigMap")] = ConfigMapRules.Rule,
        [("", "Namespace")] = NamespaceRules.Rule,
        [("", "Node")] = ClusterRules.Node,
        [("", "Event")] = EventRules.Core,
        [("", "PersistentVolumeClaim")] = VolumeRules.Claim,
        [("", "PersistentVolume")] = VolumeRules.Volume,
        [("", "LimitRange")] = ClusterRules.LimitRange,
        [("", "ResourceQuota")] = ClusterRules.ResourceQuota,
        [("events.k8s.io", "Event")] = EventRules.Events,
        [("apps", "Deployment")] = WorkloadRules.Deployment,
        [("apps", "ReplicaSet")] = WorkloadRules.ReplicaSet,
        [("apps", "StatefulSet")] = WorkloadRules.StatefulSet,
        [("apps", "DaemonSet")] = WorkloadRules.DaemonSet,
        [("batch", "Job")] = JobRules.Job,
        [("batch", "CronJob")] = JobRules.CronJob,
        [("coordination.k8s.io", "Lease")] = LeaseRules.Rule,
        [("rbac.authorization.k8s.io", "Role")] = AccessRules.Role,
        [("rbac.authorization.k8s.io", "ClusterRole")] = AccessRules.ClusterRole,
        [("rbac.authorization.k8s.io", "RoleBinding")] = AccessRules.RoleBinding,
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = AccessRules.ClusterRoleBinding,
        [("networking.k8s.io", "NetworkPolicy")] = NetworkRules.Policy,
        [("networking.k8s.io", "Ingress")] = NetworkRules.Ingress,
        [("policy", "PodDisruptionBudget")] = WorkloadRules.DisruptionBudget,
        [("discovery.k8s.io", "EndpointSlice")] = ServiceRules.EndpointSlice,
        [("autoscaling", "HorizontalPodAutoscaler")] = WorkloadRules.Autoscaler,
        [("scheduling.k8s.io", "PriorityClass")] = ClusterRules.PriorityClass,
        [("storage.k8s.io", "StorageClass")] = ClusterRules.StorageClass,
        [("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")] = ClusterRules.ValidatingWebhooks,
        [("admissionregistration.k8s.io", "MutatingWebhookConfiguration")] = ClusterRules.MutatingWebhooks,
        [("apiextensions.k8s.io", "CustomResourceDefinition")] = CrdRules.Rule,
    };

    /// <summary>Fills in what was left out of an object of a built-in kind, in place. Its name, uid and creation time are there already.</summary>
    public static void Default(JsonObject resource, ResourceDefinition definition) => RuleOf(definition)?.Default?.Invoke(resource);

    /// <summary>The faults of a new object, beside those of its metadata.</summary>
    public static IReadOnlyList<FieldError> ValidateCreate(JsonObject resource, ResourceDefinition definition) =>
        RuleOf(definition) is { } rule ? [.. rule.Check?.Invoke(resource) ?? [], .. rule.CheckCreate?.Invoke(resource) ?? []] : [];

    /// <summary>The faults of a changed object, beside those of its metadata.</summary>
    public static IReadOnlyList<FieldError> ValidateUpdate(JsonObject resource, JsonObject old, ResourceDefinition definition)
    {
        if (RuleOf(definition) is not { } rule)
        {
            return [];
        }

        // As in the real server, a change that is forbidden is told by itself; the faults of the whole come only when the change is allowed.
        FieldError[] forbidden = [.. rule.CheckUpdate?.Invoke(resource, old) ?? []];
        return forbidden.Length > 0 ? forbidden : [.. rule.Check?.Invoke(resource) ?? []];
    }

    /// <summary>The spec of an object; an empty one where it has none.</summary>
    public static JsonObject SpecOf(JsonObject resource) => resource.Object("spec") ?? [];

    private static KindRule? RuleOf(ResourceDefinition definition) => definition.IsCustom ? null : Rules.GetValueOrDefault((definition.Group, definition.Kind));
}
