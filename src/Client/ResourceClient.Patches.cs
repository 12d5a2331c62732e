using k8s;
using k8s.Models;

namespace KubeController.Client;

/// <content>Changes of a part of an object.</content>
public sealed partial class ResourceClient
{
    /// <summary>Changes an object by a patch.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    /// <exception cref="ConflictException">The patch has a resourceVersion or uid that the object has no more.</exception>
    public Task<T> PatchAsync<T>(NamespacedName name, Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => PatchAsync<T>(name, patch, options: null, cancellationToken);

    /// <inheritdoc cref="PatchAsync{T}(NamespacedName, Patch, CancellationToken)"/>
    /// <param name="name">The object's name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> PatchAsync<T>(NamespacedName name, Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync<T>(_requests.Patch(TypeOf<T>(), name, subresource: null, patch, options), cancellationToken);

    /// <summary>Applies fields to an object by server-side apply: creates it if it is not there, and records the fields as owned by the field manager.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The fields wanted, and no others: name, namespace and what the caller decides. A field that is left out after it was applied before is removed.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">Another manager owns a field with another value, and <see cref="ApplyOptions.Force"/> is not set; the causes name both. Or the object has another resourceVersion than the one given.</exception>
    /// <exception cref="InvalidOperationException">Nobody has named a field manager.</exception>
    public Task<T> ApplyAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => ApplyAsync(resource, options: null, cancellationToken);

    /// <inheritdoc cref="ApplyAsync{T}(T, CancellationToken)"/>
    /// <param name="resource">The fields wanted, and no others: name, namespace and what the caller decides. A field that is left out after it was applied before is removed.</param>
    /// <param name="options">How to apply, and as whom; <see langword="null"/> as the client does, without force.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> ApplyAsync<T>(T resource, ApplyOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync<T>(_requests.Apply(TypeOf<T>(), resource, subresource: null, options), cancellationToken);
}
