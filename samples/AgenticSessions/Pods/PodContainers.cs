using k8s.Models;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Settings;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>The three containers of a session's pod: one that fetches its state, the runner, and one that saves its state.</summary>
internal sealed class PodContainers(OperatorSettings settings, PodInputs inputs)
{
    private readonly PodEnvironments _environments = new(settings, inputs);

    public V1Container Hydrate() => Container("init-hydrate", settings.StateSyncImage, _environments.OfHydrate(), StateMounts()) with
    {
        Command = ["/usr/local/bin/hydrate.sh"],
    };

    public V1Container StateSync() => Container("state-sync", settings.StateSyncImage, _environments.OfStateSync(), StateMounts()) with
    {
        Command = ["/usr/local/bin/sync.sh"],
        Resources = Resources(("100m", "128Mi"), ("1", "1Gi")),
    };

    public V1Container Runner() => Container(PodStatusMapping.RunnerContainer, settings.RunnerImage, _environments.OfRunner(), RunnerMounts()) with
    {
        EnvFrom = EnvFrom(),
        Resources = Resources(("500m", "512Mi"), ("2", "8Gi")),
        Ports = [new() { Name = PodBuilder.PortName, ContainerPort = PodBuilder.Port, Protocol = "TCP" }],
        ReadinessProbe = Probe(initialDelay: 3, period: 5, timeout: 2),
        LivenessProbe = Probe(initialDelay: 20, period: 30, timeout: 5),
    };

    private V1Container Container(string name, string image, List<V1EnvVar> environment, List<V1VolumeMount> mounts) => new()
    {
        Name = name,
        Image = image,
        ImagePullPolicy = settings.ImagePullPolicy,
        Env = environment,
        VolumeMounts = mounts,
        SecurityContext = new()
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = false,
            Capabilities = new() { Drop = ["ALL"] },
        },
    };

    private List<V1VolumeMount> StateMounts() =>
    [
        new() { Name = PodVolumes.Workspace, MountPath = PodVolumes.WorkspacePath },
        new() { Name = PodVolumes.Workspace, MountPath = $"/app/{inputs.StateDirectory}", SubPath = inputs.StateDirectory },
    ];

    private List<V1VolumeMount> RunnerMounts()
    {
        var mounts = StateMounts();
        mounts.Add(new() { Name = PodVolumes.Token, MountPath = PodVolumes.TokenPath, ReadOnlyProperty = true });
        if (settings.IsVertexOn)
        {
            mounts.Add(new() { Name = PodVolumes.Vertex, MountPath = PodVolumes.VertexPath, ReadOnlyProperty = true });
        }

        if (inputs.HasCertificates)
        {
            mounts.Add(new()
            {
                Name = PodVolumes.Certificates,
                MountPath = PodVolumes.CertificatesPath,
                SubPath = PodVolumes.CertificatesKey,
                ReadOnlyProperty = true,
            });
        }

        return mounts;
    }

    private List<V1EnvFromSource>? EnvFrom()
    {
        var sources = new List<V1EnvFromSource>();
        if (inputs.HasIntegrations)
        {
            sources.Add(new() { SecretRef = new() { Name = SecretNames.Integrations } });
        }

        if (!settings.IsVertexOn)
        {
            sources.Add(new() { SecretRef = new() { Name = SecretNames.Runner } });
        }

        return sources.Count == 0 ? null : sources;
    }

    private static V1Probe Probe(int initialDelay, int period, int timeout) => new()
    {
        HttpGet = new() { Path = "/health", Port = PodBuilder.Port },
        InitialDelaySeconds = initialDelay,
        PeriodSeconds = period,
        TimeoutSeconds = timeout,
        FailureThreshold = 3,
    };

    private static V1ResourceRequirements Resources((string Cpu, string Memory) requests, (string Cpu, string Memory) limits) => new()
    {
        Requests = Quantities(requests),
        Limits = Quantities(limits),
    };

    private static SortedDictionary<string, ResourceQuantity> Quantities((string Cpu, string Memory) amounts) => new(StringComparer.Ordinal)
    {
        ["cpu"] = new ResourceQuantity(amounts.Cpu),
        ["memory"] = new ResourceQuantity(amounts.Memory),
    };
}
