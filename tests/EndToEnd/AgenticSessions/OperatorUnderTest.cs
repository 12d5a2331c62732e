using KubeController.Client;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Hosting;
using KubeController.Samples.AgenticSessions.Reconciling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>The operator's host, as the program builds it, on the connection of a test.</summary>
internal sealed class OperatorUnderTest : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ApiConnection _connection;
    private readonly MortalHandler _handler;

    private OperatorUnderTest(IHost host, ApiConnection connection, MortalHandler handler, LogMemory log)
    {
        _host = host;
        _connection = connection;
        _handler = handler;
        Log = log;
    }

    public LogMemory Log { get; }

    public ReconcileCount Reconciles => _host.Services.GetRequiredService<ReconcileCount>();

    public static async Task<OperatorUnderTest> StartAsync(
        SessionCluster cluster, CancellationToken cancellationToken, int workers = 4, params (string Key, string Value)[] settings)
    {
        var builder = OperatorHost.CreateBuilder(workers);
        builder.Configuration.AddInMemoryCollection([new("NAMESPACE", "ambient-code"), .. settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))]);
        var log = new LogMemory();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        var handler = new MortalHandler(cluster.Server.CreateHandler());
        var connection = new ApiConnection(new Uri("http://localhost/"), handler, new() { UserAgent = "operator/1.0", TimeProvider = cluster.TimeProvider });
        builder.Services.AddSingleton(cluster.TimeProvider);
        builder.Services.AddSingleton(connection);
        builder.Services.AddAgenticSessions(builder.Configuration);
        builder.Services.Configure<KubeControllerOptions>(options =>
        {
            options.SyncWarningInterval = TimeSpan.FromMilliseconds(200);
            options.DrainTimeout = TimeSpan.Zero;
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new(host, connection, handler, log);
    }

    /// <summary>Ends it as <c>kill -9</c> does: from now on nothing it sends arrives, and it gets no chance to clean up.</summary>
    public void Kill() => _handler.Die();

    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _connection.Dispose();
    }
}
