using System.Diagnostics;
using k8s.Models;
using KubeController.Client;
using KubeController.Testing;

namespace KubeController.EndToEnd.ConfigMapReport;

/// <summary>samples/ConfigMapReport as a program, with nothing but a kubeconfig.</summary>
[CancelAfter(60_000)]
public sealed class ConfigMapReportTests
{
    [Test]
    public async Task Run_ConfigMapsComeAndGo_PrintsTheirNumber(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("report-tests-");
        try
        {
            await using var server = await ApiServer.StartAsync(cancellationToken: cancellationToken);
            var kubeconfig = Path.Combine(directory.FullName, "kubeconfig");
            await server.WriteKubeconfigAsync(kubeconfig, cancellationToken);
            using var connection = new ApiConnection(server.Url, server.CreateHandler());
            var client = new ResourceClient(connection);
            await client.CreateAsync(new V1Namespace { Metadata = new() { Name = "reported" } }, cancellationToken);
            await client.CreateAsync(Named("one"), cancellationToken);
            using var program = StartProgram(kubeconfig);
            try
            {
                await UntilAsync(program, "reported 1", cancellationToken);
                await client.CreateAsync(Named("two"), cancellationToken);
                await UntilAsync(program, "reported 2", cancellationToken);
                await client.DeleteAsync<V1ConfigMap>(new("reported", "two"), cancellationToken: cancellationToken);
                await UntilAsync(program, "reported 1", cancellationToken);
            }
            finally
            {
                program.Kill(entireProcessTree: true);
                await program.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static V1ConfigMap Named(string name) => new() { Metadata = new() { Name = name, NamespaceProperty = "reported" } };

    private static Process StartProgram(string kubeconfig) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(TestContext.CurrentContext.TestDirectory, "ConfigMapReport.dll") },
            Environment = { ["KUBECONFIG"] = kubeconfig },
            RedirectStandardOutput = true,
        }) ?? throw new AssertionException("The program did not start.");

    private static async Task UntilAsync(Process program, string line, CancellationToken cancellationToken)
    {
        while (await program.StandardOutput.ReadLineAsync(cancellationToken) is { } printed)
        {
            if (printed == line)
            {
                return;
            }
        }

        throw new AssertionException($"The program ended and did not print '{line}'.");
    }
}
