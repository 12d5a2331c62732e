using System.Diagnostics;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Testing;

namespace KubeController.EndToEnd.Minimal;

/// <summary>samples/Minimal as a program, with nothing but a kubeconfig.</summary>
[CancelAfter(60_000)]
public sealed class MinimalTests
{
    private static readonly NamespacedName Blog = new("default", "blog");

    [Test]
    public async Task Run_WebsiteIsApplied_ConfigMapFollows(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("minimal-tests-");
        try
        {
            await using var server = await ApiServer.StartAsync(cancellationToken: cancellationToken);
            var kubeconfig = Path.Combine(directory.FullName, "kubeconfig");
            await server.WriteKubeconfigAsync(kubeconfig, cancellationToken);
            using var connection = new ApiConnection(server.Url, server.CreateHandler());
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var configMaps = new Informer<V1ConfigMap>(new ListWatch<V1ConfigMap>(connection));
            var watching = configMaps.RunAsync(stop.Token);

            // The operator starts first, and has to wait for the definition of its resource.
            using var program = StartProgram(kubeconfig);
            try
            {
                await server.ApplyAsync(Manifest("website-crd.yaml"), cancellationToken);
                await server.ApplyAsync(Manifest("website.yaml"), cancellationToken);
                await UntilAsync(configMaps, page => page == "<h1>Hello</h1>", cancellationToken);
                await server.ApplyAsync(Manifest("website.yaml").Replace("Hello", "Changed", StringComparison.Ordinal), cancellationToken);
                await UntilAsync(configMaps, page => page == "<h1>Changed</h1>", cancellationToken);
            }
            finally
            {
                program.Kill(entireProcessTree: true);
                await program.WaitForExitAsync(CancellationToken.None);
                await stop.CancelAsync();
                await watching;
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Process StartProgram(string kubeconfig)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(TestContext.CurrentContext.TestDirectory, "Minimal.dll") },
            Environment = { ["KUBECONFIG"] = kubeconfig },
        };
        return Process.Start(start) ?? throw new AssertionException("The program did not start.");
    }

    private static string Manifest(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "MinimalManifests", name));

    private static async Task UntilAsync(Informer<V1ConfigMap> configMaps, Predicate<string> isMeant, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = configMaps.Subscribe(change =>
        {
            if (change.Key == Blog && change.New?.Data is { } data && data.TryGetValue("index.html", out var page) && isMeant(page))
            {
                reached.TrySetResult();
            }
        });
        await reached.Task.WaitAsync(cancellationToken);
    }
}
