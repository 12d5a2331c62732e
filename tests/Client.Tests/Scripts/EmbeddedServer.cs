using System.Text;
using k8s;
using k8s.Models;
using KubeController.Testing;

namespace KubeController.Client.Tests.Scripts;

/// <summary>A whole API server and a client of it, over the network or within the process.</summary>
internal sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly Dictionary<string, Queue<Fault>> _faults = [];

    private EmbeddedServer()
    {
    }

    public static ApiConnectionOptions Options => new() { RetryDelay = TimeSpan.FromMilliseconds(1), UserAgent = "client-tests/1" };

    public ApiServer Api { get; private set; } = null!;

    public ApiConnection Connection { get; private set; } = null!;

    public ResourceClient Client { get; private set; } = null!;

    public static async Task<EmbeddedServer> StartAsync(bool overTheNetwork)
    {
        var server = new EmbeddedServer();
        server.Api = await ApiServer.StartAsync(new() { Listen = overTheNetwork, Faults = server.FaultOf });
        server.Connection = overTheNetwork
            ? ApiConnection.FromConfiguration(await server.ConfigurationAsync(), Options)
            : new(server.Api.Url, server.Api.CreateHandler(), Options);
        server.Client = new(server.Connection);
        return server;
    }

    public static V1ConfigMap ConfigMap(string name) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = "default" },
        Data = new Dictionary<string, string> { ["x"] = "1" },
    };

    public async Task<KubernetesClientConfiguration> ConfigurationAsync()
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(Api.Kubeconfig));
        return await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(text);
    }

    /// <summary>Breaks the next requests of a verb, one fault each.</summary>
    public void Break(string verb, params Fault[] faults)
    {
        lock (_faults)
        {
            _faults[verb] = new(faults);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Api.DisposeAsync();
    }

    private Fault? FaultOf(ApiRequestInfo request)
    {
        lock (_faults)
        {
            return _faults.TryGetValue(request.Verb, out var faults) && faults.TryDequeue(out var fault) ? fault : null;
        }
    }
}
