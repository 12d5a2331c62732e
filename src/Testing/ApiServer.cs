using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeController.Testing.Controllers;
using KubeController.Testing.Http;

namespace KubeController.Testing;

/// <summary>
/// A Kubernetes API server inside this process, in memory: on a port of 127.0.0.1 and as an <see cref="HttpMessageHandler"/>.
/// All members are thread-safe. Disposing ends every stream and frees the port.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly HttpDoor? _door;

    private readonly X509Certificate2? _certificate;
    private int _isDisposed;

    private readonly ControllerHost _controllers;

    private ApiServer(ApiCore core, HttpDoor? door, ControllerHost controllers, string token, X509Certificate2? certificate)
    {
        Core = core;
        _door = door;
        _controllers = controllers;
        _certificate = certificate;
        Token = token;
        Url = door?.Url ?? new Uri("http://localhost/");
    }

    /// <summary>The address, such as <c>https://127.0.0.1:40123/</c>; <c>http://localhost/</c> where the server does not listen.</summary>
    public Uri Url { get; }

    /// <summary>The bearer token that the port asks for: the administrator's. Never logged.</summary>
    public string Token { get; }

    /// <summary>A kubeconfig, as YAML, with the address and the token.</summary>
    public string Kubeconfig => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: embedded
          cluster:
            server: {Url.ToString().TrimEnd('/')}{CertificateAuthorityLine}
        users:
        - name: embedded
          user:
            token: {Token}
        contexts:
        - name: embedded
          context:
            cluster: embedded
            user: embedded
        current-context: embedded

        """.ReplaceLineEndings("\n");

    /// <summary>The requests answered so far, oldest first: a snapshot. Those of the server's own controllers carry a User-Agent of their own.</summary>
    public IReadOnlyList<RequestRecord> Requests => Core.Requests.Snapshot();

    /// <summary>The certificate of the port as PEM, for clients that take no kubeconfig; empty where the port speaks plain HTTP or there is none.</summary>
    public string CertificateAuthority => _certificate?.ExportCertificatePem() ?? "";

    /// <summary>The core, for the doors and the controllers.</summary>
    internal ApiCore Core { get; }

    private string CertificateAuthorityLine => _certificate is null
        ? ""
        : $"\n    certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(CertificateAuthority))}";

    /// <summary>Starts a server; it answers when the task completes.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ApiServer> StartAsync(ApiServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ApiServerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HistorySize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.RequestHistorySize, nameof(options));
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var core = new ApiCore(options, token);
        var certificate = options.Listen && options.Tls ? ServerCertificate.Create() : null;
        try
        {
            var door = options.Listen ? await HttpDoor.OpenAsync(core, options.Port, certificate, cancellationToken) : null;
            return new ApiServer(core, door, ControllerHost.Start(core, options), token, certificate);
        }
        catch
        {
            core.Dispose();
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>Writes the kubeconfig to a file that only its owner may read (mode 0600 where the system has modes). An existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Gives up; an existing file is then as it was.</param>
    public async Task WriteKubeconfigAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var written = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new StreamWriter(written, options))
        {
            await file.WriteAsync(Kubeconfig.AsMemory(), cancellationToken);
        }

        File.Move(written, path, overwrite: true);
    }

    /// <summary>A door without a socket: a handler for <see cref="HttpClient"/>, authenticated as administrator unless a request brings an Authorization header. Watches stream. Each call makes a new one; the caller disposes it.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(Core, ApiUser.Admin);

    /// <summary>Applies manifests: creates what is missing, replaces what is there. Waits until CRDs are established.</summary>
    /// <param name="yaml">One or more YAML documents; lists are unfolded.</param>
    /// <param name="cancellationToken">Gives up; what was applied stays.</param>
    /// <exception cref="FormatException">The text is no YAML, or a document is no object of a known kind.</exception>
    /// <exception cref="InvalidOperationException">The server refused a document; the message is the server's.</exception>
    public Task ApplyAsync(string yaml, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return new ManifestApplier(Core).ApplyAsync(yaml, cancellationToken);
    }

    /// <summary>Forgets the history of changes: a watch or a page from before now gets 410 Expired. Running watches go on.</summary>
    public void Compact() => Core.Cluster.Store.Compact();

    /// <summary>Ends every running watch, as a restart or a load balancer would; clients resume from where they were.</summary>
    /// <param name="abruptly">True cuts the connection in the middle; false ends the stream cleanly.</param>
    public void CutWatches(bool abruptly = false) => Core.Cluster.Watches.Cut(abruptly);

    /// <summary>Ends every stream, closes the port, and returns when nothing runs any more. Calling it again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _controllers.DisposeAsync();
        Core.Dispose();
        if (_door is not null)
        {
            await _door.DisposeAsync();
        }

        _certificate?.Dispose();
    }
}
