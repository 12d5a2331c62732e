using k8s;
using k8s.Models;

namespace KubeController.Client;

/// <content>Changes of the status.</content>
public sealed partial class ResourceClient
{
    /// <summary>Replaces the status of an object, and nothing else of it.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object with the status as it shall be. With a resourceVersion it replaces the status of that version alone.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">The object has another resourceVersion or uid by now.</exception>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no status subresource.</exception>
    public Task<T> ReplaceStatusAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => ReplaceStatusAsync(resource, options: null, cancellationToken);

    /// <inheritdoc cref="ReplaceStatusAsync{T}(T, CancellationToken)"/>
    /// <param name="resource">The object with the status as it shall be. With a resourceVersion it replaces the status of that version alone.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> ReplaceStatusAsync<T>(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync<T>(_requests.Replace(TypeOf<T>(), resource, "status", options), cancellationToken);

    /// <summary>Changes the status of an object by a patch, whose root is that of the object: <c>{"status": {...}}</c>.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no status subresource.</exception>
    /// <exception cref="ConflictException">The patch has a resourceVersion or uid that the object has no more.</exception>
    public Task<T> PatchStatusAsync<T>(NamespacedName name, Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => PatchStatusAsync<T>(name, patch, options: null, cancellationToken);

    /// <inheritdoc cref="PatchStatusAsync{T}(NamespacedName, Patch, CancellationToken)"/>
    /// <param name="name">The object's name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> PatchStatusAsync<T>(NamespacedName name, Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync<T>(_requests.Patch(TypeOf<T>(), name, "status", patch, options), cancellationToken);

    /// <summary>Applies fields to the status of an object by server-side apply, and records them as owned by the field manager.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">Name, namespace, and the fields of the status wanted, and no others. One that is left out after it was applied before is removed.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">Another manager owns a field with another value, and <see cref="ApplyOptions.Force"/> is not set; the causes name both. Or the object has another resourceVersion than the one given.</exception>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no status subresource.</exception>
    /// <exception cref="InvalidOperationException">Nobody has named a field manager.</exception>
    public Task<T> ApplyStatusAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => ApplyStatusAsync(resource, options: null, cancellationToken);

    /// <inheritdoc cref="ApplyStatusAsync{T}(T, CancellationToken)"/>
    /// <param name="resource">Name, namespace, and the fields of the status wanted, and no others. One that is left out after it was applied before is removed.</param>
    /// <param name="options">How to apply, and as whom; <see langword="null"/> as the client does, without force.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> ApplyStatusAsync<T>(T resource, ApplyOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync<T>(_requests.Apply(TypeOf<T>(), resource, "status", options), cancellationToken);
}
