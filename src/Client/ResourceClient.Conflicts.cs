using k8s;
using k8s.Models;

namespace KubeController.Client;

/// <content>Changes that are repeated on what the object is by then.</content>
public sealed partial class ResourceClient
{
    /// <summary>Tries something again while the server answers with a conflict.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="attempt">Reads the object anew, changes it and writes it. Each call reads from the server: a cache may still hold what conflicts.</param>
    /// <param name="options">How often and how fast; <see langword="null"/> for <see cref="ConflictRetryOptions.Default"/>.</param>
    /// <param name="cancellationToken">Cancels the attempts and the waits.</param>
    /// <returns>The result of the attempt that succeeded.</returns>
    /// <exception cref="ConflictException">The last attempt met a conflict too.</exception>
    public async Task<TResult> RetryOnConflictAsync<TResult>(
        Func<CancellationToken, Task<TResult>> attempt, ConflictRetryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        options ??= ConflictRetryOptions.Default;
        options.Validate();
        var wait = options.Delay;
        for (var step = 1; ; step++)
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (ConflictException) when (step < options.Steps)
            {
                // The next attempt reads what the object is now.
            }

            // A delay drops what is below a millisecond, which would be all of the jitter of a short wait.
            var spread = wait * (1 + (_connection.Options.Random() * options.Jitter));
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(spread.TotalMilliseconds)), _connection.Options.TimeProvider, cancellationToken);
            wait *= options.Factor;
        }
    }

    /// <summary>Reads an object, changes it and replaces it, and does so again if it was changed by another meanwhile.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="change">Changes the object that was read; called once an attempt, and may find its own change already made.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the requests and the waits.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">It was changed by another in each of the attempts of <see cref="ConflictRetryOptions.Default"/>.</exception>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    public Task<T> UpdateAsync<T>(NamespacedName name, Action<T> change, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(change);
        return RetryOnConflictAsync(
            async token =>
            {
                var read = await GetAsync<T>(name, token);
                change(read);
                return await ReplaceAsync(read, options, token);
            },
            options: null,
            cancellationToken);
    }
}
