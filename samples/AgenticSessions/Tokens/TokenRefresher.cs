using KubeController.Client;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Starting;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Tokens;

/// <summary>Renews the token of a running session before it expires; the kubelet brings the new one into the pod's file.</summary>
internal sealed class TokenRefresher(TokenProvisioner provisioner, ILogger<TokenRefresher> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>Renews the token if it is due. A failure is logged, and tried again: the session runs on meanwhile.</summary>
    /// <returns>When to look again.</returns>
    public async Task<DateTimeOffset> RenewIfDueAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        if (TokenAge.DueOf(pass.Session) is var due && due > pass.Now)
        {
            return due;
        }

        try
        {
            var refreshed = await RenewAsync(pass, cancellationToken);
            pass.Annotations.Set(Annotations.TokenRefreshedAt, Timestamps.Format(refreshed));
            logger.TokenRefreshed(pass.Key);
            return refreshed + TokenAge.Longest;
        }
        catch (Exception error) when (StartException.IsAnswer(error))
        {
            logger.TokenRefreshFailed(pass.Key, RetryDelay, error);
            return pass.Now + RetryDelay;
        }
    }

    private async Task<DateTimeOffset> RenewAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        var secret = new NamespacedName(pass.Key.Namespace, pass.Session.Annotation(Annotations.RunnerTokenSecret) ?? pass.Names.TokenSecret.Name);
        var account = new NamespacedName(pass.Key.Namespace, pass.Session.Annotation(Annotations.RunnerServiceAccount) ?? pass.Names.ServiceAccount.Name);
        try
        {
            return await provisioner.RefreshAsync(secret, account, cancellationToken);
        }
        catch (NotFoundException) when (secret == pass.Names.TokenSecret && account == pass.Names.ServiceAccount)
        {
            // Somebody deleted the account or the secret: both are made anew, under the names the pod knows.
            return (await provisioner.ProvisionAsync(pass.Session, storage: null, cancellationToken)).RefreshedAt;
        }
    }
}
