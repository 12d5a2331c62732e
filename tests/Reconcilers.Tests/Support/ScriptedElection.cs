using System.Threading.Channels;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>An election that the test decides.</summary>
internal sealed class ScriptedElection
{
    private readonly Channel<ScriptedTerm> _terms = Channel.CreateUnbounded<ScriptedTerm>();
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that ends when the host stands for election.</summary>
    public Task Stands => _stands.Task;

    public ScriptedTerm Elect(long fencingToken)
    {
        var term = new ScriptedTerm(fencingToken);
        _terms.Writer.TryWrite(term);
        return term;
    }

    public async Task RunAsync(Func<LeaderTerm, CancellationToken, Task> lead, CancellationToken stopping)
    {
        _stands.TrySetResult();
        try
        {
            while (await _terms.Reader.WaitToReadAsync(stopping))
            {
                while (_terms.Reader.TryRead(out var term))
                {
                    await term.RunAsync(lead);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
