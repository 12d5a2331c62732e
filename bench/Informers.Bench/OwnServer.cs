using System.Diagnostics;
using System.Globalization;

namespace KubeController.Informers.Bench;

/// <summary>Runs this program again: as a server, and as the client that is measured, so that neither counts for the other.</summary>
internal static class OwnServer
{
    public static async Task<int> RunWithAsync(BenchArguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("informers-bench-");
        var kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
        using var server = Start("serve", arguments, kubeconfig, isServer: true);
        try
        {
            if (await server.StandardOutput.ReadLineAsync() != "ready")
            {
                throw new InvalidOperationException("The server did not start; its messages are above.");
            }

            using var client = Start(arguments.Mode, arguments, kubeconfig, isServer: false);
            await client.WaitForExitAsync();
            return client.ExitCode;
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    public static Process Start(string mode, BenchArguments arguments, string kubeconfig, bool isServer)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = isServer, RedirectStandardOutput = isServer };
        var resource = $"{arguments.Resource.Plural}.{arguments.Resource.Version}.{arguments.Resource.Group}";
        foreach (var argument in new[] { mode, "--kubeconfig", kubeconfig, "--resource", resource, "--count", arguments.Count.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
