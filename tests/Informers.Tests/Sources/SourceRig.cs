using System.Threading.Channels;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Testing;

namespace KubeController.Informers.Tests.Sources;

/// <summary>Shared informers against a whole API server in this process. Delays are real here, and short.</summary>
internal sealed class SourceRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ApiConnection _connection;
    private readonly Task _running;

    public SourceRig(ApiServer server)
    {
        Server = server;
        _connection = new(server.Url, server.CreateHandler(), new() { MaxRetries = 0 });
        Client = new(_connection);
        Informers = new(_connection);
        _running = Informers.RunAsync(_stop.Token);
    }

    public ApiServer Server { get; }

    public ResourceClient Client { get; }

    public SharedInformers Informers { get; }

    public static async Task<SourceRig> StartAsync(CancellationToken cancellationToken) =>
        new(await ApiServer.StartAsync(new() { Listen = false }, cancellationToken));

    public static void RetriesSoon<T>(InformerOptions<T> options)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20));

    /// <summary>Subscribes, and describes each change as <c>+a</c>, <c>a</c> or <c>-a</c>.</summary>
    public static ChannelReader<string> Follow<T>(Informer<T> informer)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var told = Channel.CreateUnbounded<string>();
        informer.Subscribe(change => told.Writer.TryWrite($"{(change.IsAdded ? "+" : change.IsDeleted ? "-" : "")}{change.Key.Name}"));
        return told.Reader;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _connection.Dispose();
        _stop.Dispose();
        await Server.DisposeAsync();
    }
}
