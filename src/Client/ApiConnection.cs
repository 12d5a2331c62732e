using System.Net.Http.Headers;
using System.Reflection;
using k8s;
using KubeController.Client.Access;
using KubeController.Client.Http;
using KubeController.Client.Json;
using KubeController.Client.Metrics;
using KubeController.Client.Writes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeController.Client;

/// <summary>Connects to one API server: its address, connections, credentials, retries and time limits. Thread-safe; one per server and program is enough.</summary>
public sealed class ApiConnection : IDisposable
{
    // Made when the first object is: that takes half a second of CPU, which whoever only keeps records never spends.
    private readonly Lazy<ModelJson> _json;
    private readonly ClientMetrics _metrics;

    /// <summary>Initializes a connection through a handler of yours, which authenticates by itself or need not.</summary>
    /// <param name="baseAddress">The address of the server; a path in it is kept, as behind a proxy that serves many clusters.</param>
    /// <param name="handler">What sends the requests; the connection disposes it.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https address, or an option is out of its range.</exception>
    public ApiConnection(Uri baseAddress, HttpMessageHandler handler, ApiConnectionOptions? options = null)
        : this(new ServerAccess { Address = baseAddress ?? throw new ArgumentNullException(nameof(baseAddress)) }, options ?? new(), handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
    }

    private ApiConnection(ServerAccess access, ApiConnectionOptions options, HttpMessageHandler? handler = null)
    {
        options.Validate();
        BaseAddress = WithTrailingSlash(access.Address);
        Namespace = access.Namespace;
        Options = options.UserAgent is null ? options with { UserAgent = access.UserAgent } : options;
        _json = new(() => options.TypeInfoResolver is null ? ModelJson.Default : new(options.TypeInfoResolver));
        var logger = LoggerOf(options);
        _metrics = new(options.MeterFactory, options.TimeProvider);
        Transport = new(
            new(
                BaseAddress, UserAgentOf(Options), handler ?? new RotatingHandler(access, options.TimeProvider, logger), access.Credentials,
                new(access.HttpVersion, logger), _metrics),
            new(options, _metrics, logger),
            new(options.OnWarning, logger),
            options.TimeProvider);
    }

    /// <summary>Gets the address of the server, with a slash at its end.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Gets the namespace that the pod runs in, or that the context of the kubeconfig names; <see langword="null"/> if neither says one.</summary>
    public string? Namespace { get; }

    internal ApiConnectionOptions Options { get; }

    internal ModelJson Json => _json.Value;

    internal Transport Transport { get; }

    internal WriteObservers Writes { get; } = new();

    /// <summary>Returns a connection to the server of a configuration, with its trust and its credentials.</summary>
    /// <param name="configuration">
    /// The configuration, as KubernetesClient loads it from a kubeconfig or from within a cluster. It has forgotten which plugin and which files of authorities
    /// it was made of; <see cref="FromKubeconfig"/> and <see cref="FromCluster"/> have not.
    /// </param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <returns>The connection. Nothing is sent yet.</returns>
    /// <exception cref="ArgumentException">The configuration names no absolute http or https address, or an option is out of its range.</exception>
    public static ApiConnection FromConfiguration(KubernetesClientConfiguration configuration, ApiConnectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        options ??= new();
        return new(
            ServerAccess.Of(configuration) with
            {
                Credentials = new RequestCredentials(configuration, options.ReloadConfiguration, options.TimeProvider, LoggerOf(options)),
            },
            options);
    }

    /// <summary>Returns a connection to the server that a kubeconfig describes.</summary>
    /// <param name="path">The file; <see langword="null"/> for those that KUBECONFIG names, merged, or else <c>~/.kube/config</c>.</param>
    /// <param name="context">The context in it; <see langword="null"/> for its current one.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// The connection. Nothing is sent yet, and no plugin has run. A credential plugin runs once for all that wait; files of tokens, authorities, client
    /// certificates and keys are read again when they have been replaced.
    /// </returns>
    /// <exception cref="k8s.Exceptions.KubeConfigException">The file is absent or lacks something.</exception>
    /// <exception cref="ArgumentException">It names no absolute http or https address, or an option is out of its range.</exception>
    public static ApiConnection FromKubeconfig(string? path = null, string? context = null, ApiConnectionOptions? options = null)
    {
        options ??= new();
        var files = path is not null ? [path]
            : KubeconfigFiles.OfEnvironment() is { Count: > 0 } found ? found
            : [KubernetesClientConfiguration.KubeConfigDefaultLocation];
        return new(new KubeconfigAccess(files, context, options, LoggerOf(options)).Load(), options);
    }

    /// <summary>Returns a connection to the server of the cluster that this program runs in, as its pod's service account.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <returns>The connection. Nothing is sent yet. The files of token and authorities are read again when the kubelet has replaced them.</returns>
    /// <exception cref="InvalidOperationException">This is no pod, or one without a token.</exception>
    public static ApiConnection FromCluster(ApiConnectionOptions? options = null)
    {
        options ??= new();
        return new(ClusterAccess.Load(options.TimeProvider), options);
    }

    /// <summary>Returns a connection to the server that the surroundings name: KUBECONFIG, or else <c>~/.kube/config</c>, or else the pod's cluster.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <returns>The connection. Nothing is sent yet.</returns>
    /// <exception cref="InvalidOperationException">There is none of the three.</exception>
    /// <exception cref="k8s.Exceptions.KubeConfigException">The kubeconfig lacks something.</exception>
    public static ApiConnection FromEnvironment(ApiConnectionOptions? options = null) =>
        KubeconfigFiles.OfEnvironment().Count > 0 ? FromKubeconfig(options: options)
        : ClusterAccess.IsInCluster ? FromCluster(options)
        : throw new InvalidOperationException(
            $"No API server is known: KUBECONFIG is not set, '{KubernetesClientConfiguration.KubeConfigDefaultLocation}' does not exist, and this is no pod.");

    /// <summary>Closes the connections; what is under way fails.</summary>
    public void Dispose()
    {
        Transport.Dispose();
        _metrics.Dispose();
    }

    private static ILogger LoggerOf(ApiConnectionOptions options) =>
        (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("KubeController.Client");

    private static Uri WithTrailingSlash(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"'{address}' is no absolute http or https address.", nameof(address));
        }

        return address.AbsolutePath.EndsWith('/') ? address : new(address.GetLeftPart(UriPartial.Path) + "/");
    }

    private static ProductInfoHeaderValue[] UserAgentOf(ApiConnectionOptions options)
    {
        var version = typeof(ApiConnection).Assembly.GetName().Version?.ToString(3) ?? "0";
        var text = options.UserAgent ?? $"{Assembly.GetEntryAssembly()?.GetName().Name ?? "dotnet"} KubeController/{version}";
        using var message = new HttpRequestMessage();
        return message.Headers.UserAgent.TryParseAdd(text) ? [.. message.Headers.UserAgent]
            : throw new ArgumentException($"'{text}' is no user agent; write it as name/version.", nameof(options));
    }
}
