using System.CommandLine;
using KubeController.Samples.AgenticSessions.Hosting;
using Microsoft.Extensions.Hosting;

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
        var workers = new Option<int?>("--workers") { Description = "How many sessions are worked on at once. MAX_CONCURRENT_RECONCILES has the last word. Default: 10." };
        var command = new Command("run", "Runs the operator until it is told to stop.") { kubeconfig, workers };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = OperatorHost.Build(parsed.GetValue(kubeconfig), parsed.GetValue(workers));
            await host.RunAsync(cancellationToken);
            return 0;
        });
        return command;
    }
}
