using k8s;
using k8s.Models;
using KubeController.Client.Http;
using KubeController.Client.Wire;

namespace KubeController.Client;

/// <summary>Reads and writes objects, one request each, by the resource type that <see cref="KubernetesEntityAttribute"/> on the model names. Thread-safe.</summary>
/// <remarks>
/// Every method throws a subclass of <see cref="ApiException"/> for what the server refuses, <see cref="HttpRequestException"/> or <see cref="IOException"/>
/// for what breaks on the way after the retries, <see cref="TimeoutException"/> when <see cref="ApiConnectionOptions.RequestTimeout"/> is over,
/// <see cref="InvalidDataException"/> for an answer that the model cannot take, and <see cref="OperationCanceledException"/> when it is cancelled. After
/// anything but an <see cref="ApiException"/>, a write may have been carried out. Objects come without <c>managedFields</c>.
/// </remarks>
public sealed partial class ResourceClient
{
    private readonly ApiConnection _connection;
    private readonly WriteOptions _writes;
    private readonly ResourceType? _type;
    private readonly ObjectRequests _requests;
    private readonly Answers _answers;

    /// <summary>Initializes a client.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    /// <param name="writes">What holds for all writes where a call says nothing else, such as a dry run; <see langword="null"/> for the defaults.</param>
    public ResourceClient(ApiConnection connection, WriteOptions? writes = null)
        : this(connection, writes ?? new(), type: null)
    {
    }

    private ResourceClient(ApiConnection connection, WriteOptions writes, ResourceType? type)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _writes = writes;
        _type = type;
        _requests = new(connection, writes);
        _answers = new(connection);
    }

    /// <summary>Returns a client whose calls concern one resource type, whatever their model says: for <see cref="DynamicObject"/>, or a model of another version.</summary>
    /// <param name="type">The resource type; <see cref="ApiDiscovery"/> finds it by name.</param>
    /// <returns>The client, over the same connection.</returns>
    public ResourceClient For(ResourceType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new(_connection, _writes, type);
    }

    /// <summary>Reads an object.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object.</returns>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    public Task<T> GetAsync<T>(NamespacedName name, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => _answers.SendAsync<T>(ObjectRequests.Get(TypeOf<T>(), name), cancellationToken);

    /// <summary>Lists the objects of a type, page by page.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="query">Which objects; <see langword="null"/> lists all in all namespaces.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The objects of all pages, which are of one and the same state of the server.</returns>
    public Task<IReadOnlyList<T>> ListAsync<T>(ListQuery? query = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => new WholeList<T>(_connection, query ?? new(), TypeOf<T>()).ReadAsync(cancellationToken);

    /// <summary>Creates an object in the namespace of its metadata.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object; its kind and version are filled in if they are absent.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it was created.</returns>
    /// <exception cref="AlreadyExistsException">There is one of this name.</exception>
    /// <exception cref="InvalidException">The object breaks the rules of its kind.</exception>
    public Task<T> CreateAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => CreateAsync(resource, options: null, cancellationToken);

    /// <inheritdoc cref="CreateAsync{T}(T, CancellationToken)"/>
    /// <param name="resource">The object; its kind and version are filled in if they are absent.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> CreateAsync<T>(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync<T>(_requests.Create(TypeOf<T>(), resource, options), cancellationToken);

    /// <summary>Replaces an object; its metadata says which, and at which version.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object as it shall be. With a resourceVersion it replaces that version alone.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">The object has another resourceVersion or uid by now.</exception>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    public Task<T> ReplaceAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => ReplaceAsync(resource, options: null, cancellationToken);

    /// <inheritdoc cref="ReplaceAsync{T}(T, CancellationToken)"/>
    /// <param name="resource">The object as it shall be. With a resourceVersion it replaces that version alone.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> ReplaceAsync<T>(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync<T>(_requests.Replace(TypeOf<T>(), resource, subresource: null, options), cancellationToken);

    /// <summary>Deletes an object, or begins to: one with finalizers or a grace period stays for a while.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="options">Conditions and manner; <see langword="null"/> for none and the default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the server has accepted.</returns>
    /// <exception cref="NotFoundException">There is none of this name (any more).</exception>
    /// <exception cref="ConflictException">A precondition of the options does not hold.</exception>
    public Task DeleteAsync<T>(NamespacedName name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => _answers.SendAsync(_requests.Delete(TypeOf<T>(), name, options), cancellationToken);

    /// <summary>Deletes the objects that a query selects, or begins to, in one request.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="query">
    /// Which objects. A namespaced type needs a namespace, or the server answers 405; with no selector all there are deleted. The page size does not matter.
    /// </param>
    /// <param name="options">Conditions that each object must meet, and manner; <see langword="null"/> for none and the default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the server has accepted. After a failure, some may have been deleted.</returns>
    public Task DeleteCollectionAsync<T>(ListQuery query, DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _answers.SendAsync(_requests.DeleteCollection(TypeOf<T>(), query, options), cancellationToken);

    private ResourceType TypeOf<T>() => _type ?? ResourceType.Of<T>();
}
