using System.Runtime.ExceptionServices;
using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Runs independent reads side by side, and hands back what became of each.</summary>
/// <remarks>
/// <para>A failed read cancels no other: what the others found is worth having, and what is missing is told apart from what could not be asked. Only the token of
/// the stage, the reconcile's own, reaches all of them.</para>
/// <para>Errors of the API server and of the way to it (<see cref="ApiException"/>, <see cref="HttpRequestException"/>, <see cref="IOException"/>,
/// <see cref="TimeoutException"/>, and a cancellation that is not ours) are handed back by the read. Any other exception is a mistake in the program, and thrown
/// by <see cref="WhenAllAsync"/>.</para>
/// <para>Used by one call at a time; not thread-safe.</para>
/// </remarks>
/// <example>
/// <code>
/// var stage = new ReadStage(cancellationToken);
/// var secret = stage.Start(token => client.GetAsync&lt;V1Secret&gt;(secretName, token));
/// var config = stage.Start(token => client.GetAsync&lt;V1ConfigMap&gt;(configName, token));
/// await stage.WhenAllAsync();
/// if (secret.IsNotFound) { … }
/// </code>
/// </example>
/// <param name="cancellationToken">Cancels every read.</param>
public sealed class ReadStage(CancellationToken cancellationToken)
{
    private readonly List<Task> _reads = [];

    /// <summary>Starts a read.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Reads; the token is that of the stage.</param>
    /// <returns>The read, to be asked after <see cref="WhenAllAsync"/>.</returns>
    public Read<T> Start<T>(Func<CancellationToken, Task<T>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var task = RunAsync(read);
        _reads.Add(task);
        return new(task);
    }

    /// <summary>Waits until every read has ended.</summary>
    /// <returns>A task that ends then, whether the reads found something or not.</returns>
    /// <exception cref="OperationCanceledException">The token of the stage was cancelled.</exception>
    /// <exception cref="Exception">A read failed with an exception that is no answer of the server; an <see cref="AggregateException"/> if several did.</exception>
    public async Task WhenAllAsync()
    {
        var all = Task.WhenAll(_reads);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        var unexpected = all.Exception?.InnerExceptions.Where(error => !IsAnswer(error)).ToList() ?? [];
        switch (unexpected)
        {
            case []: return;
            case [var error]: ExceptionDispatchInfo.Throw(error); return;
            default: throw new AggregateException("Several reads failed for a reason that lies in the program.", unexpected);
        }
    }

    // Async, so that what the read throws at once is kept in its task as well.
    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read) => await read(cancellationToken);

    private static bool IsAnswer(Exception error) =>
        error is ApiException or HttpRequestException or IOException or TimeoutException or OperationCanceledException;
}
