using System.Runtime.ExceptionServices;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Cleans up before an object goes, at least once.</summary>
public static class FinalizationExtensions
{
    /// <summary>Makes sure that an object does not go before it is cleaned up after, and cleans up when it is to go. Call it first in a reconcile.</summary>
    /// <remarks><inheritdoc cref="FinalizeAsync{T}(ResourceClient, T, IReadOnlyCollection{Finalizer{T}}, ChangeOptions, CancellationToken)"/></remarks>
    /// <example>
    /// <code>
    /// if (await client.FinalizeAsync(website, "example.com/dns-record", RemoveRecordAsync, cancellationToken) is not { } live)
    /// {
    ///     return ReconcileResult.Done;
    /// }
    /// </code>
    /// </example>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="resource">The object at hand, such as from a store; it is not modified.</param>
    /// <param name="finalizer">The finalizer, such as <c>example.com/dns-record</c>.</param>
    /// <param name="cleanUp">Cleans up: see <see cref="Finalizer{T}.CleanUp"/>.</param>
    /// <param name="cancellationToken">Cancels the requests, the waits, and the cleaning.</param>
    /// <returns>The object to go on with, which has the finalizer; <see langword="null"/> if it is being deleted or gone, and nothing is left to do.</returns>
    public static Task<T?> FinalizeAsync<T>(
        this ResourceClient client, T resource, string finalizer, Func<T, CancellationToken, Task> cleanUp, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(cleanUp);
        return client.FinalizeAsync(resource, [new Finalizer<T>(finalizer, cleanUp)], options: null, cancellationToken);
    }

    /// <summary>Does the same for several finalizers, which do not depend on each other.</summary>
    /// <remarks>
    /// <para>Of an object that lives, those finalizers are added that it lacks; without a request if it has them. Do nothing that needs cleaning before.</para>
    /// <para>Of one that is being deleted, each cleaning whose finalizer is still there runs, one after the other, and its finalizer is removed when it has ended. A
    /// process that dies in between cleans again: at least once, never not at all. One that fails keeps its finalizer and holds up no other; the exception leads
    /// to a retry.</para>
    /// </remarks>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="resource">The object at hand, such as from a store; it is not modified.</param>
    /// <param name="finalizers">What is to be cleaned up, and how.</param>
    /// <param name="options">How to write the finalizers; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests, the waits, and the cleaning.</param>
    /// <returns>The object to go on with, which has the finalizers; <see langword="null"/> if it is being deleted or gone, and nothing is left to do.</returns>
    /// <exception cref="AggregateException">Several could not be cleaned up or removed. Of a single one its own exception is thrown.</exception>
    public static async Task<T?> FinalizeAsync<T>(
        this ResourceClient client,
        T resource,
        IReadOnlyCollection<Finalizer<T>> finalizers,
        ChangeOptions? options,
        CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(finalizers);
        var state = resource;
        foreach (var finalizer in finalizers)
        {
            var (outcome, now) = await client.EnsureFinalizerAsync(state, finalizer.Name, options, cancellationToken);
            if (now is null)
            {
                return null;
            }

            state = now;
            if (outcome is WriteOutcome.BeingDeleted)
            {
                break;
            }
        }

        if (state.Metadata.DeletionTimestamp is null)
        {
            return state;
        }

        await CleanUpAsync(client, state, finalizers, options, cancellationToken);
        return null;
    }

    private static async Task CleanUpAsync<T>(
        ResourceClient client, T state, IReadOnlyCollection<Finalizer<T>> finalizers, ChangeOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        List<Exception> errors = [];
        foreach (var finalizer in finalizers.Where(finalizer => state.HasFinalizer(finalizer.Name)))
        {
            try
            {
                await finalizer.CleanUp(state, cancellationToken);
                var (_, now) = await client.RemoveFinalizerAsync(state, finalizer.Name, options, cancellationToken);
                state = now ?? state;
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                errors.Add(error);
            }
        }

        switch (errors)
        {
            case []: return;
            case [var error]: ExceptionDispatchInfo.Throw(error); return;
            default: throw new AggregateException($"{errors.Count} finalizers of '{NamespacedName.Of(state)}' could not be cleaned up after; they stay.", errors);
        }
    }
}
