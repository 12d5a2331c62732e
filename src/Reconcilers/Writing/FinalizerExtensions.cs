using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Writing;

namespace KubeController.Reconcilers;

/// <summary>Finalizers: what has to be cleaned up before an object goes.</summary>
/// <remarks>
/// They are patched at the version that was read, and at the newest one after a conflict: the list is replaced as a whole, and one that another writer added or
/// removed meanwhile must stay so. https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
/// </remarks>
public static class FinalizerExtensions
{
    /// <summary>Adds a finalizer, unless it is there or the object is being deleted; without a request where the object at hand tells.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="resource">The object at hand, such as from a store; it is not modified.</param>
    /// <param name="finalizer">The finalizer, such as <c>example.com/dns-record</c>.</param>
    /// <param name="options">How to write; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests and the waits.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Unchanged"/> if it was there, <see cref="WriteOutcome.Patched"/> if it was added, <see cref="WriteOutcome.BeingDeleted"/> if the server would
    /// refuse it for that reason, <see cref="WriteOutcome.Gone"/>; and the object.
    /// </returns>
    /// <exception cref="ConflictException">Each attempt met a conflict.</exception>
    public static Task<WriteResult<T>> EnsureFinalizerAsync<T>(
        this ResourceClient client, T resource, string finalizer, ChangeOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        WriteAsync(client, resource, finalizer, state => state switch
        {
            _ when state.HasFinalizer(finalizer) => new(),
            { Metadata.DeletionTimestamp: not null } => null,
            _ => PatchOf([.. state.Metadata.Finalizers ?? [], finalizer]),
        }, options, cancellationToken);

    /// <summary>Removes a finalizer, and no other; without a request where the object at hand does not have it.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="resource">The object at hand, such as from a store; it is not modified.</param>
    /// <param name="finalizer">The finalizer.</param>
    /// <param name="options">How to write; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests and the waits.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Unchanged"/> if it was not there, <see cref="WriteOutcome.Patched"/> if it was removed, <see cref="WriteOutcome.Gone"/>; and the object, in
    /// the state in which it went if this was the last finalizer of one that is being deleted.
    /// </returns>
    /// <exception cref="ConflictException">Each attempt met a conflict.</exception>
    public static Task<WriteResult<T>> RemoveFinalizerAsync<T>(
        this ResourceClient client, T resource, string finalizer, ChangeOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        WriteAsync(
            client,
            resource,
            finalizer,
            state => state.HasFinalizer(finalizer) ? PatchOf([.. state.Metadata.Finalizers.Where(known => known != finalizer)]) : new(),
            options,
            cancellationToken);

    /// <summary>Says whether an object has a finalizer.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="finalizer">The finalizer.</param>
    /// <returns>Whether it has.</returns>
    public static bool HasFinalizer(this IKubernetesObject<V1ObjectMeta> resource, string finalizer)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentException.ThrowIfNullOrEmpty(finalizer);
        return resource.Metadata?.Finalizers?.Contains(finalizer) is true;
    }

    private static Task<WriteResult<T>> WriteAsync<T>(
        ResourceClient client, T resource, string finalizer, Func<T, MergePatch?> difference, ChangeOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentException.ThrowIfNullOrEmpty(finalizer);
        options = (options ?? new()) with { OnlyAtThisVersion = true };
        return new GuardedPatch<T>(client, resource, options).SendAsync(
            difference, (key, patch, token) => client.PatchAsync<T>(key, patch, options, token), cancellationToken);
    }

    private static MergePatch PatchOf(IEnumerable<string> finalizers) =>
        new MergePatch().Set(new JsonArray([.. finalizers.Select(finalizer => JsonValue.Create(finalizer))]), "metadata", "finalizers");
}
