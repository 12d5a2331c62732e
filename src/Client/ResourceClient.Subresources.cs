using k8s;
using k8s.Models;
using KubeController.Client.Http;

namespace KubeController.Client;

/// <content>Subresources that are kinds of their own.</content>
public sealed partial class ResourceClient
{
    /// <summary>Reads how many replicas an object has and shall have.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The scale; its resourceVersion is that of the object.</returns>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no scale subresource.</exception>
    public Task<V1Scale> GetScaleAsync<T>(NamespacedName name, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => _answers.SendAsync<V1Scale>(ObjectRequests.Get(TypeOf<T>(), name, "scale"), cancellationToken);

    /// <summary>Sets how many replicas an object shall have, whatever it has now.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="replicas">The number of replicas wanted.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The scale as it is now.</returns>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no scale subresource.</exception>
    public Task<V1Scale> ScaleAsync<T>(NamespacedName name, int replicas, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        return _answers.SendAsync<V1Scale>(
            _requests.Patch(TypeOf<T>(), name, "scale", new MergePatch().Set(replicas, "spec", "replicas"), options), cancellationToken);
    }

    /// <summary>Replaces the scale of an object.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="scale">The scale as it shall be, as <see cref="GetScaleAsync{T}"/> gave it. With a resourceVersion it replaces that version alone.</param>
    /// <param name="options">How to write; <see langword="null"/> as the client does.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The scale as it is now.</returns>
    /// <exception cref="ConflictException">The object has another resourceVersion by now.</exception>
    /// <exception cref="NotFoundException">There is none of this name, or the type has no scale subresource.</exception>
    public Task<V1Scale> ReplaceScaleAsync<T>(
        NamespacedName name, V1Scale scale, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(scale);
        scale.ApiVersion ??= "autoscaling/v1";
        scale.Kind ??= "Scale";
        return _answers.SendAsync<V1Scale>(_requests.ReplaceBelow(TypeOf<T>(), name, "scale", scale, options), cancellationToken);
    }

    /// <summary>Evicts a pod: deletes it, unless a PodDisruptionBudget says no.</summary>
    /// <param name="pod">The pod's name.</param>
    /// <param name="options">Conditions and manner of the deletion; <see langword="null"/> for none and the default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the server has accepted.</returns>
    /// <exception cref="TooManyRequestsException">A budget does not allow it now. It is not tried again here unless the server says when.</exception>
    /// <exception cref="NotFoundException">There is no such pod.</exception>
    public Task EvictAsync(NamespacedName pod, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var eviction = new V1Eviction
        {
            ApiVersion = "policy/v1",
            Kind = "Eviction",
            Metadata = new() { Name = pod.Name, NamespaceProperty = pod.Namespace },
            DeleteOptions = _requests.ModelOf(options),
        };
        return _answers.SendAsync(
            _requests.CreateBelow(ResourceType.Of<V1Pod>(), pod, "eviction", eviction, isWrite: !_requests.IsDryRun(options)), cancellationToken);
    }

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
        var answer = await _answers.SendAsync<Authenticationv1TokenRequest>(
            _requests.CreateBelow(ResourceType.Of<V1ServiceAccount>(), serviceAccount, "token", request, isWrite: false), cancellationToken);
        return answer.Status ?? throw new InvalidDataException($"create serviceaccounts/token {serviceAccount}: the answer has no status, and so no token.");
    }
}
