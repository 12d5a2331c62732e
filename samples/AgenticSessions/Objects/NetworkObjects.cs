using k8s.Models;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Objects;

/// <summary>How a session's runner is reached, and by whom.</summary>
internal static class NetworkObjects
{
    public const string PolicyName = "runner-allow-backend-only";

    /// <summary>Builds the service of a pod, which owns it: a pod that is gone takes its service along.</summary>
    public static V1Service Service(SessionNames names, V1Pod pod) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = new()
        {
            Name = names.Service.Name,
            NamespaceProperty = names.Namespace,
            Labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Labels.App] = Labels.ServiceApp, [Labels.Session] = names.Session },
            OwnerReferences = [OwnerReferences.To(pod)],
        },
        Spec = new()
        {
            Type = "ClusterIP",
            Selector = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Labels.App] = Labels.RunnerApp, [Labels.Session] = names.Session },
            Ports = [new() { Name = PodBuilder.PortName, Port = PodBuilder.Port, TargetPort = PodBuilder.Port, Protocol = "TCP" }],
        },
    };

    /// <summary>Builds the policy, one for all runners of a namespace: only the backend's namespace reaches them.</summary>
    public static V1NetworkPolicy Policy(string @namespace, string backendNamespace) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = new()
        {
            Name = PolicyName,
            NamespaceProperty = @namespace,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [Labels.ManagedBy] = Labels.Operator },
        },
        Spec = new()
        {
            PodSelector = new() { MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { [Labels.App] = Labels.RunnerApp } },
            PolicyTypes = ["Ingress"],
            Ingress =
            [
                new()
                {
                    FromProperty = [new() { NamespaceSelector = InNamespace(backendNamespace) }],
                    Ports = [new() { Port = PodBuilder.Port, Protocol = "TCP" }],
                },
            ],
        },
    };

    private static V1LabelSelector InNamespace(string @namespace) =>
        new() { MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["kubernetes.io/metadata.name"] = @namespace } };
}
