using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using k8s.KubeConfigModels;

namespace KubeController.Client.Access;

/// <summary>Runs a credential plugin. What it writes to its standard error goes to that of this program, as with kubectl.</summary>
/// <remarks>The cluster is what it is told where the kubeconfig asks for that; after the timeout it is ended.</remarks>
internal sealed class ExecPlugin(ExternalExecution command, JsonObject? cluster, TimeSpan timeout, TimeProvider timeProvider)
{
    /// <exception cref="HttpRequestException">It did not start, failed, or gave no credential.</exception>
    public async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        using var process = Start();
        try
        {
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? ExecOutput.Read(output, command.Command, timeProvider.GetUtcNow())
                : throw ExecOutput.Failure(command.Command, $"ended with exit code {process.ExitCode}; it may have said why on standard error.");
        }
        catch (OperationCanceledException error) when (time.IsCancellationRequested)
        {
            throw ExecOutput.Failure(command.Command, $"did not end within {timeout}, and was ended.", error);
        }
        finally
        {
            End(process);
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(command.Command, command.Arguments ?? [])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var variable in command.EnvironmentVariables ?? [])
        {
            start.Environment[variable["name"]] = variable["value"];
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = Request().ToJsonString();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw ExecOutput.Failure(command.Command, $"does not start: {error.Message}. {command.InstallHint}".TrimEnd(), error);
        }
    }

    private JsonObject Request()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (command.ProvideClusterInfo && cluster is not null)
        {
            spec["cluster"] = cluster.DeepClone();
        }

        return new() { ["apiVersion"] = command.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
    }
}
