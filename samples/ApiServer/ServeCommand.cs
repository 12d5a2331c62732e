using System.CommandLine;

namespace KubeController.Samples.ApiServers;

/// <summary>The command line of the program.</summary>
internal static class ServeCommand
{
    public static RootCommand Create()
    {
        var kubeconfig = new Option<FileInfo>("--kubeconfig") { Description = "Where to write the kubeconfig (mode 0600); it is removed at the end.", Required = true };
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 takes a free one." };
        var pods = new Option<bool>("--pods") { Description = "Play scheduler and kubelet: pods get a node, run and end as their annotations say." };
        var apply = new Option<FileInfo[]>("--apply") { Description = "YAML manifests to apply before it says that it is ready.", AllowMultipleArgumentsPerToken = true };
        var command = new RootCommand("An embedded Kubernetes API server as a program: for kubectl, operators and tries.") { kubeconfig, port, pods, apply };
        apply.AcceptExistingOnly();
        command.SetAction((parse, cancellationToken) => new Server(
            parse.GetRequiredValue(kubeconfig),
            parse.GetValue(port),
            parse.GetValue(pods),
            parse.GetValue(apply) ?? []).RunAsync(parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, cancellationToken));
        return command;
    }
}
