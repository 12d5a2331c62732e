namespace KubeController.Reconcilers;

/// <summary>Runs independent writes side by side; the first that fails cancels the rest.</summary>
/// <remarks>
/// Nothing is lost on the way: <see cref="WhenAllAsync"/> waits until every write has ended, and throws a <see cref="WriteStageException"/> that keeps every cause
/// and names the writes that were abandoned. A write that was cancelled may have reached the server all the same: the next reconcile looks.
/// Used by one call at a time; not thread-safe.
/// </remarks>
public sealed class WriteStage : IDisposable
{
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _rest;
    private readonly List<(string Name, Task Task)> _writes = [];

    /// <summary>Initializes a stage.</summary>
    /// <param name="cancellationToken">Cancels every write.</param>
    public WriteStage(CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Starts a write, unless one has failed already; then it is abandoned without a request.</summary>
    /// <param name="name">What is written, for messages, such as <c>service default/blog</c>.</param>
    /// <param name="write">Writes; the token is cancelled when another write of the stage fails.</param>
    public void Start(string name, Func<CancellationToken, Task> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(write);
        _writes.Add((name, RunAsync(write)));
    }

    /// <summary>Waits until every write has ended.</summary>
    /// <returns>A task that ends when all have succeeded.</returns>
    /// <exception cref="OperationCanceledException">The token of the stage was cancelled, and no write failed for another reason.</exception>
    /// <exception cref="WriteStageException">Some writes failed.</exception>
    public async Task WhenAllAsync()
    {
        await Task.WhenAll(_writes.Select(write => write.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var causes = _writes.Where(write => write.Task.IsFaulted)
            .Select(write => KeyValuePair.Create(write.Name, write.Task.Exception!.InnerException!)).ToList();
        if (causes.Count > 0)
        {
            throw new WriteStageException(causes, [.. _writes.Where(write => write.Task.IsCanceled).Select(write => write.Name)]);
        }

        _cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Releases the stage. What still runs is neither cancelled nor waited for: await <see cref="WhenAllAsync"/> first.</summary>
    public void Dispose() => _rest.Dispose();

    private async Task RunAsync(Func<CancellationToken, Task> write)
    {
        var token = _rest.Token;
        token.ThrowIfCancellationRequested();
        try
        {
            await write(token);
        }
        catch (Exception error) when (error is not OperationCanceledException || !token.IsCancellationRequested)
        {
            await _rest.CancelAsync();
            if (error is OperationCanceledException)
            {
                // A cancellation that is not ours is a failure, and must not look like an abandoned write.
                throw new TimeoutException("The write was cancelled by itself.", error);
            }

            throw;
        }
    }
}
