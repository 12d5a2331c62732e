namespace KubeController.Reconcilers.Tests.Support;

/// <summary>A term of a <see cref="ScriptedElection"/>.</summary>
internal sealed class ScriptedTerm(long fencingToken)
{
    private readonly CancellationTokenSource _lost = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that ends when nobody works in the term any more.</summary>
    public Task Over => _over.Task;

    public Task LoseAsync() => _lost.CancelAsync();

    public async Task RunAsync(Func<LeaderTerm, CancellationToken, Task> lead)
    {
        await lead(new("me", fencingToken, default), _lost.Token);
        _over.SetResult();
    }
}
