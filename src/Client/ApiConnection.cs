using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using k8s;
using KubeController.Client.Http;
using KubeController.Client.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeController.Client;

/// <summary>Connects to one API server: its address, connections, credentials, retries and time limits. Thread-safe; one per server and program is enough.</summary>
public sealed class ApiConnection : IDisposable
{
    // Made when the first object is: that takes half a second of CPU, which whoever only keeps records never spends.
    private readonly Lazy<ModelJson> _json;

    /// <summary>Initializes a connection through a handler of yours, which authenticates by itself or need not.</summary>
    /// <param name="baseAddress">The address of the server; a path in it is kept, as behind a proxy that serves many clusters.</param>
    /// <param name="handler">What sends the requests; the connection disposes it.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https address, or an option is out of its range.</exception>
    public ApiConnection(Uri baseAddress, HttpMessageHandler handler, ApiConnectionOptions? options = null)
        : this(baseAddress, handler, options ?? new(), HttpVersion.Version20, credentials: null)
    {
    }

    private ApiConnection(
        Uri baseAddress, HttpMessageHandler handler, ApiConnectionOptions options, Version version, Func<ILogger, RequestCredentials>? credentials)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        ArgumentNullException.ThrowIfNull(handler);
        options.Validate();
        BaseAddress = WithTrailingSlash(baseAddress);
        Options = options;
        _json = new(() => options.TypeInfoResolver is null ? ModelJson.Default : new(options.TypeInfoResolver));
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("KubeController.Client");
        Transport = new(
            BaseAddress, handler, credentials?.Invoke(logger), version, UserAgentOf(options), new(options, logger), new(logger),
            options.TimeProvider);
    }

    /// <summary>Gets the address of the server, with a slash at its end.</summary>
    public Uri BaseAddress { get; }

    internal ApiConnectionOptions Options { get; }

    internal ModelJson Json => _json.Value;

    internal Transport Transport { get; }

    /// <summary>Returns a connection to the server of a configuration, with its trust and its credentials.</summary>
    /// <param name="configuration">The configuration, as KubernetesClient loads it from a kubeconfig or from within a cluster.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <returns>The connection. Nothing is sent yet.</returns>
    /// <exception cref="ArgumentException">The configuration names no absolute http or https address, or an option is out of its range.</exception>
    public static ApiConnection FromConfiguration(KubernetesClientConfiguration configuration, ApiConnectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        options ??= new();
        if (!Uri.TryCreate(configuration.Host, UriKind.Absolute, out var address))
        {
            throw new ArgumentException($"The configuration's host '{configuration.Host}' is no absolute address.", nameof(configuration));
        }

        return new(
            address,
            ServerHandler.Create(configuration),
            options.UserAgent is null ? options with { UserAgent = ChosenUserAgent(configuration) } : options,
            configuration.DisableHttp2 ? HttpVersion.Version11 : HttpVersion.Version20,
            logger => new(configuration, options.ReloadConfiguration, options.TimeProvider, logger));
    }

    /// <summary>Closes the connections; what is under way fails.</summary>
    public void Dispose() => Transport.Dispose();

    private static Uri WithTrailingSlash(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"'{address}' is no absolute http or https address.", nameof(address));
        }

        return address.AbsolutePath.EndsWith('/') ? address : new(address.GetLeftPart(UriPartial.Path) + "/");
    }

    /// <summary>A configuration names KubernetesClient unless somebody chose otherwise; the requests are not its, and the server's audit log should name the program.</summary>
    private static string? ChosenUserAgent(KubernetesClientConfiguration configuration) =>
        configuration.UserAgent == new KubernetesClientConfiguration().UserAgent ? null : configuration.UserAgent;

    private static ProductInfoHeaderValue[] UserAgentOf(ApiConnectionOptions options)
    {
        var version = typeof(ApiConnection).Assembly.GetName().Version?.ToString(3) ?? "0";
        var text = options.UserAgent ?? $"{Assembly.GetEntryAssembly()?.GetName().Name ?? "dotnet"} KubeController/{version}";
        using var message = new HttpRequestMessage();
        return message.Headers.UserAgent.TryParseAdd(text) ? [.. message.Headers.UserAgent]
            : throw new ArgumentException($"'{text}' is no user agent; write it as name/version.", nameof(options));
    }
}
