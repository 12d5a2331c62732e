using k8s;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Hosting;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Spectre.Console;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Runs the demo: a cluster of its own, the operator as it is, and thirty sessions with different ends.</summary>
internal sealed class DemoRun(IAnsiConsole console, TimeProvider timeProvider)
{
    private const int Workers = 20;
    private const string OperatorAgent = "AgenticSessions ";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(55);

    /// <returns>Whether every session ended as planned.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var manifests = await DemoManifests.SessionsAsync(cancellationToken);
        var plan = DemoManifests.Plan(manifests);
        var board = new DemoBoard(plan, timeProvider);
        await using var server = await StartServerAsync(plan, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("agentic-sessions-");
        var kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
        await server.WriteKubeconfigAsync(kubeconfig, cancellationToken);
        using var log = new DemoLog(Path.Combine(folder.FullName, "operator.log"));
        console.Profile.Out.Writer.WriteLine($"A cluster of its own at {server.Url}; kubectl --kubeconfig {kubeconfig} get agenticsessions -A");

        using var host = BuildOperator(kubeconfig, log);
        await host.StartAsync(cancellationToken);
        using var connection = ApiConnection.FromConfiguration(
            KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig), new() { UserAgent = "demo-user/1.0", TimeProvider = timeProvider });
        await WatchAsync(connection, server, manifests, board, cancellationToken);

        var calls = ApiCallCount.Of(server.Requests, OperatorAgent);
        var summary = new DemoSummary(board, calls, host.Services.GetRequiredService<ReconcileCount>().Total, log.Failures, log.Path);
        summary.Print(console);
        await host.StopAsync(cancellationToken);
        return summary.IsGood;
    }

    private async Task<ApiServer> StartServerAsync(IReadOnlyDictionary<string, DemoEnd> plan, CancellationToken cancellationToken)
    {
        var pods = new DemoPods(session => plan[session]);
        var options = new ApiServerOptions
        {
            TimeProvider = timeProvider,
            Pods = new()
            {
                Script = pods.ScriptOf,
                ScheduleLatency = TimeSpan.FromMilliseconds(50),
                StartLatency = TimeSpan.FromMilliseconds(300),
                StopLatency = TimeSpan.FromMilliseconds(500),
            },
        };
        var server = await ApiServer.StartAsync(options, cancellationToken);
        await server.ApplyAsync(await DemoManifests.CustomResourcesAsync(cancellationToken), cancellationToken);
        await server.ApplyAsync(await DemoManifests.ClusterAsync(cancellationToken), cancellationToken);
        return server;
    }

    /// <summary>The same host as that of <c>run</c>, but for where its log goes.</summary>
    private IHost BuildOperator(string kubeconfig, DemoLog log)
    {
        var builder = OperatorHost.CreateBuilder(Workers);
        builder.Configuration.AddInMemoryCollection([new("NAMESPACE", "ambient-code"), new("BACKEND_NAMESPACE", string.Empty)]);
        builder.Services.AddSingleton(timeProvider);
        builder.Services.AddSerilog((_, logger) => logger.MinimumLevel.Information().WriteTo.Sink(log));
        builder.Services.AddAgenticSessions(builder.Configuration);
        builder.Services.Configure<KubeControllerOptions>(options => options.Kubeconfig = kubeconfig);
        return builder.Build();
    }

    private async Task WatchAsync(ApiConnection connection, ApiServer server, string manifests, DemoBoard board, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var informer = new Informer<AgenticSession>(new ListWatch<AgenticSession>(connection), new() { TimeProvider = timeProvider });
        await using var subscription = informer.Subscribe(board.See);
        var user = new DemoUser(new ResourceClient(connection), board, timeProvider);
        var watching = informer.RunAsync(stop.Token);
        var acting = user.ActAsync(stop.Token);
        try
        {
            await informer.WaitForSyncAsync(stop.Token);
            board.Start();
            await server.ApplyAsync(manifests, stop.Token);
            await new DemoScreen(board, console, timeProvider).ShowAsync(stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Time is up: the summary says who is late.
        }

        await stop.CancelAsync();
        await Task.WhenAll(watching, acting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
