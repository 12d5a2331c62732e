using KubeController.Testing;

namespace KubeController.Samples.ApiServers;

/// <summary>One run of the program: start, apply, wait for the end, tidy up.</summary>
internal sealed class Server(FileInfo kubeconfig, int port, bool pods, IReadOnlyList<FileInfo> manifests)
{
    public async Task<int> RunAsync(TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await ServeAsync(output, cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync("Ended.");
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            await error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private async Task ServeAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var options = new ApiServerOptions { Port = port, NamespaceDefaults = true, Pods = pods ? new PodRunnerOptions() : null };
        await using var server = await ApiServer.StartAsync(options, cancellationToken);
        foreach (var manifest in manifests)
        {
            await server.ApplyAsync(await File.ReadAllTextAsync(manifest.FullName, cancellationToken), cancellationToken);
            await output.WriteLineAsync($"Applied {manifest}.");
        }

        await server.WriteKubeconfigAsync(kubeconfig.FullName, cancellationToken);
        try
        {
            await output.WriteLineAsync($"Ready on {server.Url}; kubectl --kubeconfig {kubeconfig} get namespaces. Ctrl+C ends it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            Remove(server.Kubeconfig);
        }
    }

    /// <summary>The token in it is worth nothing once the server is gone. A file that another server has written meanwhile stays.</summary>
    private void Remove(string written)
    {
        if (File.Exists(kubeconfig.FullName) && File.ReadAllText(kubeconfig.FullName) == written)
        {
            kubeconfig.Delete();
        }
    }
}
