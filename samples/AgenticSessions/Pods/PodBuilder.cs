using k8s.Models;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Settings;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>Builds the pod of a session. It is a function of its inputs: the same session gives the same pod.</summary>
internal static class PodBuilder
{
    public const int Port = 8001;
    public const string PortName = "agui";
    private const int GraceSeconds = 60;

    public static V1Pod Build(OperatorSettings settings, PodInputs inputs)
    {
        var containers = new PodContainers(settings, inputs);
        return new()
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new()
            {
                Name = inputs.Names.Pod.Name,
                NamespaceProperty = inputs.Names.Namespace,
                Labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
                {
                    [Labels.Session] = inputs.Names.Session,
                    [Labels.App] = Labels.RunnerApp,
                },
                OwnerReferences = [OwnerReferences.To(inputs.Session)],
            },
            Spec = new()
            {
                RestartPolicy = "Never",
                TerminationGracePeriodSeconds = GraceSeconds,
                AutomountServiceAccountToken = false,
                SecurityContext = settings.PodFsGroup is { } group ? new() { FsGroup = group, FsGroupChangePolicy = "OnRootMismatch" } : null,
                InitContainers = [containers.Hydrate()],
                Containers = [containers.Runner(), containers.StateSync()],
                Volumes = Volumes(settings, inputs),
            },
        };
    }

    private static List<V1Volume> Volumes(OperatorSettings settings, PodInputs inputs)
    {
        var token = new V1KeyToPath { Key = SessionSecretKeys.ApiToken, Path = PodVolumes.TokenFile };
        List<V1Volume> volumes =
        [
            new() { Name = PodVolumes.Workspace, EmptyDir = new() { SizeLimit = new ResourceQuantity("10Gi") } },
            new() { Name = PodVolumes.Token, Secret = new() { SecretName = inputs.TokenSecret, Items = [token] } },
        ];
        if (settings.IsVertexOn)
        {
            volumes.Add(new() { Name = PodVolumes.Vertex, Secret = new() { SecretName = SecretNames.Vertex } });
        }

        if (inputs.HasCertificates)
        {
            volumes.Add(new() { Name = PodVolumes.Certificates, ConfigMap = new() { Name = PodVolumes.Certificates } });
        }

        return volumes;
    }
}
