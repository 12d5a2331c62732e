namespace KubeController.Client.Access;

/// <summary>
/// Puts on each request what a credential plugin gives (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).
/// The plugin runs once for all who wait: at the first request, shortly before what it gave expires, and when the server refuses that. Thread-safe.
/// </summary>
internal sealed class ExecCredentials(Func<CancellationToken, Task<ExecCredential>> run, TimeProvider timeProvider) : ICredentialSource
{
    /// <summary>A server that refuses whatever the plugin gives must not make it run on every request.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _turn = new();
    private readonly CancellationTokenSource _stop = new();

    // All written in turn.
    private Task<ExecCredential>? _running;
    private long _ranAt;
    private volatile ExecCredential? _current;
    private volatile int _generation;

    public ExecCredential? Current => _current;

    /// <summary>Counts what the plugin has given.</summary>
    public int Generation => _generation;

    public async Task AuthorizeAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var credential = _current is { } current && !(current.RefreshAt <= timeProvider.GetUtcNow())
            ? current
            : await RunOnceAsync(force: false).WaitAsync(cancellationToken);
        message.Headers.Authorization = credential.Header;
    }

    /// <inheritdoc/>
    public async Task<bool> TryRenewAsync(HttpRequestMessage refused, HttpRequestMessage next, CancellationToken cancellationToken)
    {
        var before = _current;
        var credential = before;
        if (before is null || Equals(before.Header, refused.Headers.Authorization))
        {
            credential = await RunOnceAsync(force: true).WaitAsync(cancellationToken);
        }

        next.Headers.Authorization = credential!.Header;
        return !Equals(credential.Header, refused.Headers.Authorization) || (before is not null && !credential.IsSameAs(before));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>Joins the run that is under way, or begins one; it belongs to nobody who waits for it.</summary>
    private Task<ExecCredential> RunOnceAsync(bool force)
    {
        lock (_turn)
        {
            if (_running is not null)
            {
                return _running;
            }

            var isFresh = _current is { } current && (force
                ? timeProvider.GetElapsedTime(_ranAt) < MinInterval
                : !(current.RefreshAt <= timeProvider.GetUtcNow()));
            return isFresh ? Task.FromResult(_current!) : _running = Task.Run(RunAsync);
        }
    }

    private async Task<ExecCredential> RunAsync()
    {
        try
        {
            var given = await run(_stop.Token);
            lock (_turn)
            {
                _current = given;
                _ranAt = timeProvider.GetTimestamp();
                _generation++;
            }

            return given;
        }
        finally
        {
            lock (_turn)
            {
                _running = null;
            }
        }
    }
}
