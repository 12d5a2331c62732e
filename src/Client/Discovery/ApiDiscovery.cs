using KubeController.Client.Discovery;

namespace KubeController.Client;

/// <summary>Finds out which resource types a server serves, and what they are called. Thread-safe; keep it, since it remembers.</summary>
public sealed class ApiDiscovery : IDisposable
{
    /// <summary>A name that nobody has is asked for again and again by a controller that waits for its definition.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(5);

    private readonly DiscoveryReader _reader;
    private readonly TimeProvider _timeProvider;

    // One reads for all who wait.
    private readonly SemaphoreSlim _turn = new(1, 1);

    private volatile IReadOnlyList<DiscoveredResource>? _known;
    private long _readAt;

    /// <summary>Initializes a discovery.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    public ApiDiscovery(ApiConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _reader = new(connection);
        _timeProvider = connection.Options.TimeProvider;
    }

    /// <summary>Reads all resource types anew.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>
    /// The types in the order of preference of the server: the core group first, of each group the preferred version first. What an aggregated API server that
    /// is down would serve is missing.
    /// </returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<IReadOnlyList<DiscoveredResource>> ListAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ReadInTurnAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Finds a resource type; reads from the server the first time, and when a name is unknown, but not twice in five seconds.</summary>
    /// <param name="name">Its kind, plural, singular or short name, or <c>plural.group</c>, or <c>plural.version.group</c>; case does not matter.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The type; where several have the name, the one that the server prefers; <see langword="null"/> if the server knows none.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<DiscoveredResource?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Find(name) is { } known)
        {
            return known;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_known is null || _timeProvider.GetElapsedTime(_readAt) >= MinInterval)
            {
                await ReadInTurnAsync(cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }

        return Find(name);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private DiscoveredResource? Find(string name) => _known?.FirstOrDefault(resource => resource.IsCalled(name));

    private async Task<IReadOnlyList<DiscoveredResource>> ReadInTurnAsync(CancellationToken cancellationToken)
    {
        var read = await _reader.ReadAsync(cancellationToken);
        _known = read;
        _readAt = _timeProvider.GetTimestamp();
        return read;
    }
}
