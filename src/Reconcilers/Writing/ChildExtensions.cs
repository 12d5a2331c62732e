using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Writing;

namespace KubeController.Reconcilers;

/// <summary>Writes of the objects that a controller keeps, such as those it owns.</summary>
public static class ChildExtensions
{
    /// <summary>Creates an object, or patches it where it differs; reads it from the server first.</summary>
    /// <remarks><inheritdoc cref="CreateOrPatchAsync{T}(ResourceClient, NamespacedName, T, Action{T}, ChangeOptions, CancellationToken)"/></remarks>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="change">Makes of the object what it shall be: of a new one, or of a copy of what it is. Called once an attempt.</param>
    /// <param name="cancellationToken">Cancels the requests and the waits.</param>
    /// <returns><see cref="WriteOutcome.Created"/>, <see cref="WriteOutcome.Patched"/> or <see cref="WriteOutcome.Unchanged"/>, and the object.</returns>
    public static async Task<WriteResult<T>> CreateOrPatchAsync<T>(
        this ResourceClient client, NamespacedName name, Action<T> change, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        ArgumentNullException.ThrowIfNull(client);
        return await client.CreateOrPatchAsync(name, await FindAsync<T>(client, name, cancellationToken), change, options: null, cancellationToken);
    }

    /// <summary>Creates an object, or patches it where it differs from the one at hand, such as that of a store.</summary>
    /// <remarks>
    /// <para>One merge patch of exactly what <paramref name="change"/> makes different; no request if that is nothing. What it does not touch does not count, such as the
    /// defaults of the server, so set single fields: one that replaces a whole specification takes the defaults away, time and again
    /// (<see cref="ApplyIfChangedAsync{T}(ResourceClient, T, Store{T}, ApplyOptions, CancellationToken)"/> is for that).</para>
    /// <para>If the object turns out to exist, it is read and patched; if it turns out to be gone, or another one, it is created or patched as that. What other writers did
    /// meanwhile is kept: see <see cref="ChangeOptions.OnlyAtThisVersion"/>.</para>
    /// </remarks>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="present">The object at hand; <see langword="null"/> if there seems to be none. It is not modified.</param>
    /// <param name="change">Makes of the object what it shall be: of a new one, or of a copy of what it is. Called once an attempt. Leaves namespace and name as they are.</param>
    /// <param name="options">How to write; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests and the waits.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Created"/>, <see cref="WriteOutcome.Patched"/> or <see cref="WriteOutcome.Unchanged"/>, and the object. <see cref="WriteOutcome.Gone"/> if others
    /// create and delete it faster than it can be written.
    /// </returns>
    /// <exception cref="InvalidOperationException">The change touched the namespace, the name, the uid, the resourceVersion or the status.</exception>
    /// <exception cref="ConflictException">Each attempt met a conflict.</exception>
    public static async Task<WriteResult<T>> CreateOrPatchAsync<T>(
        this ResourceClient client, NamespacedName name, T? present, Action<T> change, ChangeOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(change);
        options ??= new();
        for (var step = 1; ; step++)
        {
            if (present is not null)
            {
                var result = await PatchAsync(client, Named(present, name), change, options, cancellationToken);
                if (result.Outcome is not WriteOutcome.Gone || step >= options.Conflicts.Steps)
                {
                    return result;
                }
            }

            try
            {
                return new(WriteOutcome.Created, await client.CreateAsync(New(name, change), options, cancellationToken));
            }
            catch (AlreadyExistsException) when (step < options.Conflicts.Steps)
            {
                present = await FindAsync<T>(client, name, cancellationToken);
            }
        }
    }

    /// <summary>Applies an object by server-side apply, unless that of a store shows already what is wanted; then no request is made.</summary>
    /// <remarks><inheritdoc cref="ApplyIfChangedAsync{T}(ResourceClient, T, T, ApplyOptions, CancellationToken)"/></remarks>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="desired">The fields wanted, and no others.</param>
    /// <param name="store">The store to compare with.</param>
    /// <param name="options">How to apply, and as whom; <see langword="null"/> as the client does, without force.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns><see cref="WriteOutcome.Unchanged"/>, <see cref="WriteOutcome.Applied"/> or <see cref="WriteOutcome.BeingDeleted"/>, and the object.</returns>
    public static Task<WriteResult<T>> ApplyIfChangedAsync<T>(
        this ResourceClient client, T desired, Store<T> store, ApplyOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(desired);
        return client.ApplyIfChangedAsync(desired, store.TryGet(NamespacedName.Of(desired), out var present) ? present : null, options, cancellationToken);
    }

    /// <summary>Applies an object by server-side apply, unless the one at hand shows already what is wanted; then no request is made.</summary>
    /// <remarks>
    /// <para>Compared is whether the wanted object is part of the one at hand: each field that it names has that value. Defaults of the server, the status and fields of
    /// others do not count. Lists of built-in kinds are compared by their merge keys, where an item more is no difference; other lists as a whole. Quantities are compared
    /// by value (<c>0.5</c> is <c>500m</c>), and <c>stringData</c> of a Secret with its data.</para>
    /// <para>A field that was applied before and is left out now is no difference either: it is seen only when something else is. Where that matters, name the
    /// field with an empty value, or call <see cref="ResourceClient.ApplyAsync{T}(T, ApplyOptions, CancellationToken)"/>.</para>
    /// </remarks>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="desired">The fields wanted, and no others.</param>
    /// <param name="present">The object at hand; <see langword="null"/> if there seems to be none. It is not modified.</param>
    /// <param name="options">How to apply, and as whom; <see langword="null"/> as the client does, without force.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Unchanged"/>, <see cref="WriteOutcome.Applied"/>, or <see cref="WriteOutcome.BeingDeleted"/> if the one at hand differs and is being deleted,
    /// so that it has to go before there can be another; and the object.
    /// </returns>
    /// <exception cref="ConflictException">Another manager owns a field with another value, and <see cref="ApplyOptions.Force"/> is not set.</exception>
    public static async Task<WriteResult<T>> ApplyIfChangedAsync<T>(
        this ResourceClient client, T desired, T? present, ApplyOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(desired);
        if (present is not null)
        {
            Named(present, NamespacedName.Of(desired));
            if (DesiredState.IsShownBy(desired, present))
            {
                return new(WriteOutcome.Unchanged, present);
            }

            if (present.Metadata.DeletionTimestamp is not null)
            {
                return new(WriteOutcome.BeingDeleted, present);
            }
        }

        var now = await client.ApplyAsync(desired, options, cancellationToken);
        return new(now.Metadata.ResourceVersion == present?.Metadata.ResourceVersion ? WriteOutcome.Unchanged : WriteOutcome.Applied, now);
    }

    private static Task<WriteResult<T>> PatchAsync<T>(
        ResourceClient client, T present, Action<T> change, ChangeOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => new GuardedPatch<T>(client, present, options).SendAsync(
            state => Change.Of(client, state, change).Within(
                status: false, $"The status is written by {nameof(StatusExtensions.PatchStatusAsync)}, and a write of the object leaves it as it is."),
            (key, patch, token) => client.PatchAsync<T>(key, patch, options, token),
            cancellationToken);

    private static T New<T>(NamespacedName name, Action<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var made = new T { Metadata = Metadata(name) };
        change(made);
        Change.RequireSame(new T { Metadata = Metadata(name) }, made);
        return made;
    }

    private static V1ObjectMeta Metadata(NamespacedName name) => new() { Name = name.Name, NamespaceProperty = name.Namespace is { Length: > 0 } space ? space : null };

    private static async Task<T?> FindAsync<T>(ResourceClient client, NamespacedName name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await client.GetAsync<T>(name, cancellationToken);
        }
        catch (NotFoundException error) when (!error.IsResourceTypeUnknown)
        {
            return null;
        }
    }

    private static T Named<T>(T present, NamespacedName name)
        where T : class, IKubernetesObject<V1ObjectMeta> => NamespacedName.Of(present) == name
        ? present
        : throw new ArgumentException($"The object at hand is '{NamespacedName.Of(present)}', and '{name}' is to be written. Give the object of that name, or none.", nameof(present));
}
