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
public sealed class ResourceClient
{
    private readonly ApiConnection _connection;
    private readonly ObjectRequests _requests;

    /// <summary>Initializes a client.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    public ResourceClient(ApiConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _requests = new(connection);
    }

    /// <summary>Reads an object.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object.</returns>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    public Task<T> GetAsync<T>(NamespacedName name, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _requests.SendAsync<T>(_requests.ForObject(HttpMethod.Get, "get", ResourceType.Of<T>(), name), cancellationToken);

    /// <summary>Lists the objects of a type, page by page.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="query">Which objects; <see langword="null"/> lists all in all namespaces.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The objects of all pages, which are of one and the same state of the server.</returns>
    public Task<IReadOnlyList<T>> ListAsync<T>(ListQuery? query = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => new WholeList<T>(_connection, query ?? new()).ReadAsync(cancellationToken);

    /// <summary>Creates an object in the namespace of its metadata.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object; its kind and version are filled in if they are absent.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it was created.</returns>
    /// <exception cref="AlreadyExistsException">There is one of this name.</exception>
    /// <exception cref="InvalidException">The object breaks the rules of its kind.</exception>
    public Task<T> CreateAsync<T>(T resource, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => _requests.SendAsync<T>(_requests.Create(resource), cancellationToken);

    /// <summary>Replaces an object; its metadata says which, and at which version.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object as it shall be. With a resourceVersion it replaces that version alone.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">The object has another resourceVersion or uid by now.</exception>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    public Task<T> ReplaceAsync<T>(T resource, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _requests.SendAsync<T>(_requests.Replace(resource, subresource: null), cancellationToken);

    /// <summary>Replaces the status of an object, and nothing else of it.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object with the status as it shall be. With a resourceVersion it replaces the status of that version alone.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">The object has another resourceVersion or uid by now.</exception>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no status subresource.</exception>
    public Task<T> ReplaceStatusAsync<T>(T resource, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _requests.SendAsync<T>(_requests.Replace(resource, "status"), cancellationToken);

    /// <summary>Changes an object by a merge patch.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="NotFoundException">There is none of this name.</exception>
    /// <exception cref="ConflictException">The patch has a resourceVersion or uid that the object has no more.</exception>
    public Task<T> PatchAsync<T>(NamespacedName name, MergePatch patch, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => ForPatchAsync<T>(name, subresource: null, patch, cancellationToken);

    /// <summary>Changes the status of an object by a merge patch, whose root is that of the object: <c>{"status": {...}}</c>.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no status subresource.</exception>
    /// <exception cref="ConflictException">The patch has a resourceVersion or uid that the object has no more.</exception>
    public Task<T> PatchStatusAsync<T>(NamespacedName name, MergePatch patch, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => ForPatchAsync<T>(name, "status", patch, cancellationToken);

    /// <summary>Deletes an object, or begins to: one with finalizers or a grace period stays for a while.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="options">Conditions and manner; <see langword="null"/> for none and the default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the server has accepted.</returns>
    /// <exception cref="NotFoundException">There is none of this name (any more).</exception>
    /// <exception cref="ConflictException">A precondition of the options does not hold.</exception>
    public Task DeleteAsync<T>(NamespacedName name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _connection.Transport.SendAsync(_requests.Delete(ResourceType.Of<T>(), name, options), cancellationToken);

    /// <summary>Asks for a token of a service account.</summary>
    /// <param name="serviceAccount">The service account.</param>
    /// <param name="spec">Audiences, lifetime and the object it is bound to; <see langword="null"/> for the server's defaults.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The token and when it expires.</returns>
    /// <exception cref="NotFoundException">There is no such service account.</exception>
    public async Task<V1TokenRequestStatus> CreateTokenAsync(
        NamespacedName serviceAccount, V1TokenRequestSpec? spec = null, CancellationToken cancellationToken = default)
    {
        var request = new Authenticationv1TokenRequest
        {
            ApiVersion = "authentication.k8s.io/v1",
            Kind = "TokenRequest",
            Metadata = new(),
            Spec = spec ?? new() { Audiences = [] },
        };
        var type = ResourceType.Of<V1ServiceAccount>();
        var answer = await _requests.SendAsync<Authenticationv1TokenRequest>(
            _requests.ForObject(HttpMethod.Post, "create", type, serviceAccount, "token", _connection.Json.Write(request)), cancellationToken);
        return answer.Status ?? throw new InvalidDataException($"create serviceaccounts/token {serviceAccount}: the answer has no status, and so no token.");
    }

    private Task<T> ForPatchAsync<T>(NamespacedName name, string? subresource, MergePatch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(patch);
        return _requests.SendAsync<T>(_requests.Patch(ResourceType.Of<T>(), name, subresource, patch), cancellationToken);
    }
}
