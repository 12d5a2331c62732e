namespace KubeController.Reconcilers.Bench;

/// <summary>A run against the embedded server: server, load driver and operator are three processes.</summary>
internal static class OwnServer
{
    public static async Task<int> RunWithAsync(BenchArguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("reconcilers-bench-");
        try
        {
            var kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
            await using var server = OwnProcess.Start("serve", arguments, kubeconfig);
            if (await server.Output.ReadLineAsync() != "ready")
            {
                throw new InvalidOperationException("The server did not start; its messages are above.");
            }

            await OwnProcess.RunAsync("seed", arguments, kubeconfig);
            Console.WriteLine(await OwnProcess.RunAsync(arguments.Mode, arguments, kubeconfig));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
