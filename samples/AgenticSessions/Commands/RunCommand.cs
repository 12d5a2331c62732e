using System.CommandLine;
using k8s.Exceptions;
using KubeController.Samples.AgenticSessions.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KubeController.Samples.AgenticSessions.Commands;

/// <summary><c>run</c>: the operator, against any cluster.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var kubeconfig = new Option<FileInfo>("--kubeconfig")
        {
            Description = "The file that names the cluster. Without it: what KUBECONFIG names, ~/.kube/config, or the cluster the operator runs in.",
        };
        kubeconfig.AcceptExistingOnly();
        var workers = new Option<int?>("--workers")
        {
            Description = "How many sessions are worked on at once. MAX_CONCURRENT_RECONCILES has the last word. Default: 10.",
        };
        var command = new Command("run", "Runs the operator until it is told to stop.") { kubeconfig, workers };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(kubeconfig), parsed.GetValue(workers), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo? kubeconfig, int? workers, CancellationToken cancellationToken)
    {
        try
        {
            using var host = OperatorHost.Build(kubeconfig, workers);
            await host.RunAsync(cancellationToken);
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            return await RefuseAsync(string.Join(Environment.NewLine, wrong.Failures));
        }
        catch (Exception wrong) when (wrong is KubeConfigException or InvalidOperationException { InnerException: FormatException or ArgumentException })
        {
            return await RefuseAsync(wrong.Message);
        }
    }

    /// <summary>What is wrong with the settings is the caller's to mend: no stack trace helps there.</summary>
    private static async Task<int> RefuseAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return 2;
    }
}
