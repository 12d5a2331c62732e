using System.Diagnostics;

namespace KubeController.Reconcilers.Bench;

/// <summary>This program once more, as another part of a run, so that none counts for the other. It ends with this object: its standard input ends, and what does not heed that is killed.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OwnProcess(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;

    public static OwnProcess Start(string mode, BenchArguments arguments, string kubeconfig)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments.ForProcess(mode, kubeconfig)) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new(Process.Start(start)!);
    }

    /// <summary>Runs a part to its end, and returns what it printed.</summary>
    public static async Task<string> RunAsync(string mode, BenchArguments arguments, string kubeconfig)
    {
        await using var part = Start(mode, arguments, kubeconfig);
        return await part.ReadToEndAsync(mode);
    }

    public async Task<string> ReadToEndAsync(string mode)
    {
        var printed = await Output.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode == 0 ? printed.Trim() : throw new InvalidOperationException($"'{mode}' ended with code {_process.ExitCode}; its messages are above.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
