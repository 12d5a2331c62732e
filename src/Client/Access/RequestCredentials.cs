using k8s;
using k8s.Authentication;
using Microsoft.Extensions.Logging;

namespace KubeController.Client.Access;

/// <summary>Puts the credentials of a configuration on each request, and gets new ones when the server refuses them.</summary>
internal sealed class RequestCredentials(
    KubernetesClientConfiguration configuration,
    Func<CancellationToken, Task<KubernetesClientConfiguration>>? reload,
    TimeProvider timeProvider,
    ILogger logger) : ICredentialSource
{
    /// <summary>Reloading may start a program on every refusal; this long after one, the next refusal stands.</summary>
    private static readonly TimeSpan MinReloadInterval = TimeSpan.FromSeconds(10);

    // Only one caller at a time: exec and OIDC providers would all refresh at once otherwise.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Written in turn.
    private ServiceClientCredentials? _credentials = Kubernetes.CreateCredentials(configuration);
    private long? _reloadedAt;

    public async Task AuthorizeAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await AuthorizeInTurnAsync(message, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryRenewAsync(HttpRequestMessage refused, HttpRequestMessage next, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await AuthorizeInTurnAsync(next, cancellationToken);
            if (Differ(refused, next))
            {
                return true;    // re-read from its file, or renewed for another request meanwhile
            }

            if (reload is null || (_reloadedAt is { } at && timeProvider.GetElapsedTime(at) < MinReloadInterval))
            {
                return false;
            }

            _credentials = Kubernetes.CreateCredentials(await reload(cancellationToken));
            _reloadedAt = timeProvider.GetTimestamp();
            next.Headers.Authorization = null;
            await AuthorizeInTurnAsync(next, cancellationToken);
            logger.CredentialsReloaded();
            return Differ(refused, next);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static bool Differ(HttpRequestMessage a, HttpRequestMessage b) => !Equals(a.Headers.Authorization, b.Headers.Authorization);

    private async Task AuthorizeInTurnAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (_credentials is not null)
        {
            await _credentials.ProcessHttpRequestAsync(message, cancellationToken);
        }
    }
}
