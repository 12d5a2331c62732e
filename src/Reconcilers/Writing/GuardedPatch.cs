using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Writing;

/// <summary>Patches one object, and no namesake; at the version that the patch was made from where it could undo another's change, and then anew from the newest.</summary>
/// <param name="client">The client.</param>
/// <param name="atHand">The object at hand, such as from a cache; it is not modified. Without a resourceVersion it is read first.</param>
/// <param name="options">How to write.</param>
internal sealed class GuardedPatch<T>(ResourceClient client, T atHand, ChangeOptions options)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly NamespacedName _key = NamespacedName.Of(atHand);
    private readonly string? _uid = atHand.Metadata?.Uid;

    // What the next attempt starts from; null where that is to be read.
    private T? _state = atHand.Metadata?.ResourceVersion is { Length: > 0 } ? atHand : null;

    /// <param name="difference">Makes the patch for a state; called once an attempt. <see langword="null"/> where a state that is being deleted forbids the change.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="cancellationToken">Cancels the requests and the waits.</param>
    /// <exception cref="ConflictException">Each attempt met a conflict.</exception>
    public async Task<WriteResult<T>> SendAsync(
        Func<T, MergePatch?> difference, Func<NamespacedName, MergePatch, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await client.RetryOnConflictAsync(token => TryAsync(difference, send, token), options.Conflicts, cancellationToken);
        }
        catch (NotFoundException error) when (!error.IsResourceTypeUnknown)
        {
            return Gone;
        }
        catch (InvalidException error) when (_uid is not null && error.Causes.Any(cause => cause.Field == "metadata.uid"))
        {
            // A patch with another uid is refused as a change of a field that does not change.
            return Gone;
        }
    }

    private static WriteResult<T> Gone => new(WriteOutcome.Gone, null);

    private async Task<WriteResult<T>> TryAsync(
        Func<T, MergePatch?> difference, Func<NamespacedName, MergePatch, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var state = _state ?? await client.GetAsync<T>(_key, cancellationToken);
        _state = null;
        if (_uid is { Length: > 0 } && state.Metadata.Uid != _uid)
        {
            return Gone;
        }

        if (difference(state) is not { } patch)
        {
            return new(WriteOutcome.BeingDeleted, state);
        }

        if (patch.IsEmpty)
        {
            return new(WriteOutcome.Unchanged, state);
        }

        var now = await send(_key, Guard(patch, state), cancellationToken);
        if (state.Metadata.Uid is { Length: > 0 } uid && now.Metadata.Uid != uid)
        {
            // The status of some kinds takes no notice of a uid in the patch.
            return Gone;
        }

        // The last finalizer of an object that is being deleted takes it along, and no version is made of that.
        var isUnchanged = now.Metadata.DeletionTimestamp is null && now.Metadata.ResourceVersion == state.Metadata.ResourceVersion;
        return new(isUnchanged ? WriteOutcome.Unchanged : WriteOutcome.Patched, now);
    }

    private MergePatch Guard(MergePatch patch, T state)
    {
        if (options.OnlyAtThisVersion || LostUpdates.ArePossible(patch.Content, MergePatch.From(state).Content))
        {
            patch.OnlyAt(state.Metadata.ResourceVersion);
        }

        return state.Metadata.Uid is { Length: > 0 } uid ? patch.Set(JsonValue.Create(uid), "metadata", "uid") : patch;
    }
}
