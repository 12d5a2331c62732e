using System.Text.Json.Nodes;
using k8s;
using k8s.KubeConfigModels;
using Microsoft.Extensions.Logging;

namespace KubeController.Client.Access;

/// <summary>
/// Finds the server that kubeconfig files describe. KubernetesClient judges what they say; credential plugins, token files and files of authorities are
/// ours, since it runs plugins once each request that finds an expired token, never after a refusal, and knows no files but those of client certificates.
/// </summary>
internal sealed class KubeconfigAccess(IReadOnlyList<string> files, string? context, ApiConnectionOptions options, ILogger logger)
{
    public ServerAccess Load()
    {
        var content = KubeconfigFiles.Read(files);
        var chosen = new KubeconfigContext(content, context);
        var user = chosen.Details?.User;
        var tokenFile = string.IsNullOrEmpty(user) ? null : KubeconfigFiles.TokenFileOf(files, user);
        var command = chosen.User?.ExternalExecution;
        if (chosen.Details is not null && (command is not null || tokenFile is not null))
        {
            chosen.Details.User = null;     // or else a plugin would run now, and a token file be no credential
        }

        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(content, context);
        var access = ServerAccess.Of(configuration) with { TlsServerName = chosen.Cluster?.TlsServerName };
        var plugin = command is null ? null : CreatePlugin(command, access, chosen.Cluster);
        return access with { Tls = chosen.TlsOf(plugin), Credentials = CredentialsOf(configuration, plugin, tokenFile) };
    }

    private ICredentialSource CredentialsOf(KubernetesClientConfiguration configuration, ExecCredentials? plugin, string? tokenFile) =>
        tokenFile is not null ? new TokenFileCredentials(tokenFile, options.TimeProvider)
        : plugin is not null ? plugin
        : new RequestCredentials(configuration, options.ReloadConfiguration ?? ReloadAsync, options.TimeProvider, logger);

    /// <summary>Whoever keeps a token in the file may have written a new one.</summary>
    private Task<KubernetesClientConfiguration> ReloadAsync(CancellationToken cancellationToken) =>
        Task.Run(() => KubernetesClientConfiguration.BuildConfigFromConfigObject(KubeconfigFiles.Read(files), context), cancellationToken);

    private ExecCredentials CreatePlugin(ExternalExecution command, ServerAccess access, ClusterEndpoint? cluster)
    {
        var known = new JsonObject
        {
            ["server"] = access.Address.ToString(),
            ["tls-server-name"] = cluster?.TlsServerName,
            ["insecure-skip-tls-verify"] = access.SkipTlsVerify,
            ["certificate-authority-data"] = cluster?.CertificateAuthorityData,
        };
        return new(new ExecPlugin(command, known, options.RequestTimeout, options.TimeProvider).RunAsync, options.TimeProvider);
    }
}
