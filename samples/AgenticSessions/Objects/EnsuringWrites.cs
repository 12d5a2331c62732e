using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Samples.AgenticSessions.Objects;

/// <summary>Creates an object, or brings the one of its name in line.</summary>
internal static class EnsuringWrites
{
    /// <summary>Creates an object; if there is one of its name, merges into it what is ours of it, its owners among that.</summary>
    /// <remarks>Who comes second in a race ends up with the same object as who came first. One left over by an earlier session of the same name is adopted.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="desired">The object as it shall be.</param>
    /// <param name="patchOf">Returns what to merge into an object that is there.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<T> EnsureAsync<T>(this ResourceClient client, T desired, Func<MergePatch> patchOf, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await client.CreateAsync(desired, cancellationToken);
        }
        catch (AlreadyExistsException)
        {
            return await client.PatchAsync<T>(NamespacedName.Of(desired), patchOf(), cancellationToken);
        }
    }

    /// <summary>Like the other, with the whole object as the patch.</summary>
    public static Task<T> EnsureAsync<T>(this ResourceClient client, T desired, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => client.EnsureAsync(desired, () => MergePatch.From(desired), cancellationToken);
}
