using System.ComponentModel;
using System.Diagnostics;

namespace KubeController.EndToEnd.Kubectl;

/// <summary>The kubectl that is installed on this machine, with a kubeconfig and a cache of its own.</summary>
internal sealed class KubectlProgram(string kubeconfig, string cache)
{
    /// <summary>Why it cannot be run; null when it can.</summary>
    public static string? Missing { get; } = Find();

    /// <summary>Runs it to its end.</summary>
    public async Task<KubectlResult> RunAsync(string arguments, string? input = null, CancellationToken cancellationToken = default)
    {
        using var process = Start(arguments, input is not null);
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
                process.StandardInput.Close();
            }

            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new KubectlResult(arguments, process.ExitCode, await output, await error);
        }
        finally
        {
            Kill(process);
        }
    }

    /// <summary>Starts it and reads lines until enough of them are right; then ends it.</summary>
    public async Task<IReadOnlyList<string>> ReadLinesAsync(string arguments, Func<IReadOnlyList<string>, bool> isEnough, Func<Task> afterFirstLine, CancellationToken cancellationToken)
    {
        using var process = Start(arguments, redirectInput: false);
        var lines = new List<string>();
        try
        {
            while (!isEnough(lines) && await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                lines.Add(line);
                if (lines.Count == 1)
                {
                    await afterFirstLine();
                }
            }

            return lines;
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"'kubectl {arguments}' went on without what was waited for. It printed: {string.Join(" | ", lines)}", error);
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start(string arguments, bool redirectInput)
    {
        var start = new ProcessStartInfo("kubectl", $"--kubeconfig \"{kubeconfig}\" --cache-dir \"{cache}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = redirectInput,
        };
        start.Environment["KUBECONFIG"] = kubeconfig;
        return Process.Start(start)!;
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string? Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("kubectl", "version --client") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"'kubectl version --client' ended with {process.ExitCode}";
        }
        catch (Win32Exception error)
        {
            return $"kubectl is not installed: {error.Message}";
        }
    }
}
