using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Deletions of the object at hand, and of no other.</summary>
public static class DeletionExtensions
{
    /// <summary>Deletes an object if it is still the one at hand: a namesake that was created anew is not hit.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="resource">The object at hand, as it came from the server.</param>
    /// <param name="onlyThisVersion">Deletes it only if it has not changed since, either: for a decision that was made from what it says.</param>
    /// <param name="options">How to delete; its uid and resourceVersion do not matter. <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="ArgumentException">The object has no uid, or no resourceVersion where that matters.</exception>
    /// <exception cref="ConflictException">The server refused for another reason than these.</exception>
    public static async Task<DeleteOutcome> DeleteIfSameAsync<T>(
        this ResourceClient client, T resource, bool onlyThisVersion = false, DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(resource);
        var key = NamespacedName.Of(resource);
        if (string.IsNullOrEmpty(resource.Metadata?.Uid) || (onlyThisVersion && string.IsNullOrEmpty(resource.Metadata.ResourceVersion)))
        {
            throw new ArgumentException($"'{key}' has no uid or no resourceVersion, by which it could be told from others. Use the object that the server gave.", nameof(resource));
        }

        try
        {
            await client.DeleteAsync<T>(
                key,
                (options ?? new()) with { Uid = resource.Metadata.Uid, ResourceVersion = onlyThisVersion ? resource.Metadata.ResourceVersion : null },
                cancellationToken);
            return DeleteOutcome.Deleted;
        }
        catch (NotFoundException error) when (!error.IsResourceTypeUnknown)
        {
            return DeleteOutcome.Gone;
        }
        catch (ConflictException)
        {
            // A conflict does not say in a form to rely on which of the conditions does not hold, or whether it is about something else.
            if (await CauseOfAsync(client, resource, onlyThisVersion, cancellationToken) is { } cause)
            {
                return cause;
            }

            throw;
        }
    }

    private static async Task<DeleteOutcome?> CauseOfAsync<T>(ResourceClient client, T resource, bool onlyThisVersion, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            var now = await client.GetAsync<T>(NamespacedName.Of(resource), cancellationToken);
            return now.Metadata.Uid != resource.Metadata.Uid ? DeleteOutcome.Replaced
                : onlyThisVersion && now.Metadata.ResourceVersion != resource.Metadata.ResourceVersion ? DeleteOutcome.Changed
                : null;
        }
        catch (NotFoundException error) when (!error.IsResourceTypeUnknown)
        {
            return DeleteOutcome.Gone;
        }
    }
}
