using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Writes that reconcilers need often.</summary>
public static class ResourceClientExtensions
{
    /// <summary>Removes annotations, such as a request that has been carried out, by one merge patch.</summary>
    /// <remarks>No request is made if the object at hand has none of them. What other writers did to the object since it was read is kept.</remarks>
    /// <typeparam name="T">The model of the resource.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="resource">The object at hand; it is not modified.</param>
    /// <param name="keys">The annotations.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as it is now; <paramref name="resource"/> itself if there was nothing to remove; <see langword="null"/> if the object does not exist any more.</returns>
    /// <exception cref="ApiException">The API server refused the patch.</exception>
    public static async Task<T?> ClearAnnotationsAsync<T>(
        this ResourceClient client, T resource, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(keys);
        var patch = new MergePatch();
        foreach (var key in keys.Where(key => resource.Metadata?.Annotations?.ContainsKey(key) is true))
        {
            patch.Annotation(key, value: null);
        }

        if (patch.IsEmpty)
        {
            return resource;
        }

        try
        {
            return await client.PatchAsync<T>(NamespacedName.Of(resource), patch, cancellationToken);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }
}
