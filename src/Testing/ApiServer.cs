using KubeController.Testing.Http;

namespace KubeController.Testing;

/// <summary>
/// A Kubernetes API server inside this process, in memory: on a port of 127.0.0.1 and as an <see cref="HttpMessageHandler"/>.
/// All members are thread-safe. Disposing ends every stream and frees the port.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly ApiServerOptions _options;

    private ApiServer(ApiServerOptions options)
    {
        _options = options;
        Core = new ApiCore();
    }

    /// <summary>The address, such as <c>http://127.0.0.1:40123/</c>; <c>http://localhost/</c> where the server does not listen.</summary>
    public Uri Url => new($"http://127.0.0.1:{_options.Port}/");

    /// <summary>The bearer token that the port asks for. Never logged.</summary>
    public string Token { get; } = "";

    /// <summary>A kubeconfig, as YAML, with the address and the token.</summary>
    public string Kubeconfig { get; } = "";

    /// <summary>The requests answered so far, oldest first: a snapshot. Those of the server's own controllers carry a User-Agent of their own.</summary>
    public IReadOnlyList<RequestRecord> Requests { get; } = [];

    /// <summary>The core, for the doors and the controllers.</summary>
    internal ApiCore Core { get; }

    /// <summary>Starts a server; it answers when the task completes.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<ApiServer> StartAsync(ApiServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new ApiServer(options ?? new ApiServerOptions()));
    }

    /// <summary>Writes the kubeconfig to a file that only its owner may read (mode 0600 where the system has modes). An existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WriteKubeconfigAsync(string path, CancellationToken cancellationToken = default) =>
        File.WriteAllTextAsync(path, Kubeconfig, cancellationToken);

    /// <summary>A door without a socket: a handler for <see cref="HttpClient"/>, authenticated as administrator. Watches stream. Each call makes a new one; the caller disposes it.</summary>
    public HttpMessageHandler CreateHandler() => throw new InvalidOperationException($"No door yet ({_options.Port}).");

    /// <summary>Applies manifests: creates what is missing, replaces what is there. Waits until CRDs are established.</summary>
    /// <param name="yaml">One or more YAML documents; lists are unfolded.</param>
    /// <param name="cancellationToken">Gives up; what was applied stays.</param>
    /// <exception cref="FormatException">The text is no YAML, or a document is no object of a known kind.</exception>
    /// <exception cref="InvalidOperationException">The server refused a document; the message is the server's.</exception>
    public Task ApplyAsync(string yaml, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromException(new InvalidOperationException($"No door yet ({Url})."));
    }

    /// <summary>Forgets the history of changes: a watch or a page from before now gets 410 Expired. Running watches go on.</summary>
    public void Compact()
    {
        ObjectDisposedException.ThrowIf(_options is null, this);
    }

    /// <summary>Ends every running watch, as a restart or a load balancer would; clients resume from where they were.</summary>
    /// <param name="abruptly">True cuts the connection in the middle; false ends the stream cleanly.</param>
    public void CutWatches(bool abruptly = false)
    {
        ObjectDisposedException.ThrowIf(_options is null && abruptly, this);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
