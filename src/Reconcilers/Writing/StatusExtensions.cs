using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Writing;

namespace KubeController.Reconcilers;

/// <summary>Writes of the status.</summary>
public static class StatusExtensions
{
    /// <summary>Changes the status of an object by one merge patch of exactly the difference; makes no request if there is none.</summary>
    /// <remarks>
    /// <para>What other writers did to the object since it was read is kept. A patch that replaces a list, such as the conditions, is therefore sent for the version it was
    /// made from alone; if that has passed, the object is read anew and <paramref name="change"/> is called again, on what it is by then
    /// (<see cref="ChangeOptions.Conflicts"/>). A condition that another writer added meanwhile is there then, and stays, provided that
    /// <paramref name="change"/> sets single conditions (<see cref="ResourceExtensions.SetCondition"/>) and does not put a list of its own in the place.</para>
    /// <para>Of a namesake that was created anew nothing is written where the patch is for one version; otherwise a server may ignore the uid in it, and the namesake has the
    /// values until its own reconcile. <see cref="ChangeOptions.OnlyAtThisVersion"/> rules that out. Either way the answer is <see cref="WriteOutcome.Gone"/>.</para>
    /// <para>Take <c>observedGeneration</c> from the object that was reconciled and not from the one that <paramref name="change"/> is given: that may be a newer one.</para>
    /// </remarks>
    /// <typeparam name="T">The model of the object; its type has the status subresource.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="resource">The object at hand, such as from a store; it is not modified.</param>
    /// <param name="change">Changes the status of a copy, and nothing else of it. Called once an attempt; it may find its own change already made.</param>
    /// <param name="options">How to write; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests and the waits.</param>
    /// <returns><see cref="WriteOutcome.Unchanged"/>, <see cref="WriteOutcome.Patched"/> or <see cref="WriteOutcome.Gone"/>, and the object.</returns>
    /// <exception cref="InvalidOperationException">
    /// The change touched more than the status, which the server would drop without a word; or the type has no status subresource.
    /// </exception>
    /// <exception cref="ConflictException">Each attempt met a conflict.</exception>
    /// <exception cref="NotFoundException">The server does not know the type.</exception>
    public static Task<WriteResult<T>> PatchStatusAsync<T>(
        this ResourceClient client, T resource, Action<T> change, ChangeOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(change);
        options ??= new();
        return new GuardedPatch<T>(client, resource, options).SendAsync(
            state => Change.Of(client, state, change).Within(status: true, "A write of the status writes nothing else; change the rest by a call of its own."),
            (key, patch, token) => SendAsync<T>(client, key, patch, options, token),
            cancellationToken);
    }

    private static async Task<T> SendAsync<T>(ResourceClient client, NamespacedName key, MergePatch patch, ChangeOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await client.PatchStatusAsync<T>(key, patch, options, cancellationToken);
        }
        catch (NotFoundException error) when (!error.IsResourceTypeUnknown)
        {
            // The server answers alike where the object is missing and where its type has no status to write: only the object tells them apart, or that it is not there.
            var present = await client.GetAsync<T>(key, cancellationToken);
            if ((string?)patch.Content["metadata"]?["uid"] is { } uid && uid != present.Metadata.Uid)
            {
                throw;
            }

            throw new InvalidOperationException(
                $"'{key}' is there, and yet the server finds no status to write: its type has no status subresource. Add 'subresources: {{ status: {{}} }}' to its CustomResourceDefinition.", error);
        }
    }
}
