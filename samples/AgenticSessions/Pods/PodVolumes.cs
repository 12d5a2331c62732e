namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>The volumes of a session's pod, and where they are found in it.</summary>
internal static class PodVolumes
{
    public const string Workspace = "workspace";
    public const string WorkspacePath = "/workspace";
    public const string Token = "runner-token";
    public const string TokenPath = "/var/run/secrets/ambient";
    public const string TokenFile = "bot-token";
    public const string Vertex = "vertex";
    public const string VertexPath = "/app/vertex";

    /// <summary>The name of the volume, and of the config map a project puts its certificates into.</summary>
    public const string Certificates = "trusted-ca-bundle";
    public const string CertificatesKey = "ca-bundle.crt";
    public const string CertificatesPath = "/etc/pki/tls/certs/ca-bundle.crt";
}
