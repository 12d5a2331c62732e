using KubeController.Client;
using KubeController.Informers.Writes;

namespace KubeController.Informers;

/// <content>How new the store is: what this process wrote itself, and what somebody knows to be there.</content>
public sealed partial class Informer<T>
{
    /// <summary>Waits until the store shows everything up to a version, for instance one that another process told of.</summary>
    /// <remarks>What this process writes through the informer's connection need not be waited for: see <see cref="InformerOptions{T}.ReadYourWrites"/>.</remarks>
    /// <param name="resourceVersion">The version of an object of this type, or of a list of them.</param>
    /// <param name="patience">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns><see langword="true"/> when it does, or when the version has no order and nothing can be waited for; <see langword="false"/> when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the informer was stopped first.</exception>
    public async Task<bool> WaitForVersionAsync(string resourceVersion, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceVersion);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reached = _feed.WaitForVersionAsync(resourceVersion, giveUp.Token);
        if (reached.IsCompletedSuccessfully)
        {
            return true;
        }

        _status.Waiting();
        try
        {
            await reached.WaitAsync(patience, _timeProvider, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            await giveUp.CancelAsync();
        }
    }

    /// <summary>Reads an object that is no older than a version: from the store, as soon as it is as new, or from the server, when that takes too long.</summary>
    /// <param name="key">The object's name.</param>
    /// <param name="resourceVersion">The version.</param>
    /// <param name="patience">How long to wait for the store.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The object, or <see langword="null"/> when there is none at that version or a later one.</returns>
    /// <exception cref="ApiException">The store was too slow, and the server refused.</exception>
    /// <exception cref="UndecodableObjectException">It is there, but the model cannot take it.</exception>
    public async Task<T?> GetAsync(NamespacedName key, string resourceVersion, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceVersion);
        if (_feed.Shows(key, resourceVersion) || await WaitForVersionAsync(resourceVersion, patience, cancellationToken))
        {
            return Store.TryGet(key, out var known) ? known : null;
        }

        _status.ReadingLive();
        try
        {
            return await _listWatch.GetAsync(key, cancellationToken);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private IDisposable ObserveWrites()
    {
        var filter = new ScopeFilter(_listWatch.Options);
        return _listWatch.ObserveWrites(
            write =>
            {
                if (_feed.Take(write, write.Metadata is { } metadata ? filter.Judge(metadata) : Membership.Unknown))
                {
                    _status.Wrote();
                }
            },
            _feed.Records);
    }
}
