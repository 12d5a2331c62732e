using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Writing;

/// <summary>Makes patches of what a caller does to a copy of an object.</summary>
internal static class Change
{
    /// <returns>The difference that the function makes; whatever it touches but the identity of the object.</returns>
    /// <exception cref="InvalidOperationException">The function changed what says which object it is.</exception>
    public static MergePatch Of<T>(ResourceClient client, T before, Action<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var after = client.Copy(before);
        after.Metadata ??= new();
        change(after);
        RequireSame(before, after);
        return MergePatch.Between(before, after);
    }

    /// <summary>Requires that a change is of the status alone, or of all but the status: the server would drop the rest without a word.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static MergePatch Within(this MergePatch patch, bool status, string advice)
    {
        var outside = patch.Content.Select(part => part.Key).Where(part => part == "status" != status).ToList();
        return outside.Count == 0 ? patch : throw new InvalidOperationException($"The change touches {string.Join(", ", outside.Select(part => $"'{part}'"))}. {advice}");
    }

    /// <exception cref="InvalidOperationException">One of them is another object than the other.</exception>
    public static void RequireSame<T>(T before, T after)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var (was, now) = (NamespacedName.Of(before), NamespacedName.Of(after));
        if (was != now || before.Metadata?.Uid != after.Metadata?.Uid || before.Metadata?.ResourceVersion != after.Metadata?.ResourceVersion)
        {
            throw new InvalidOperationException(
                $"The change of '{was}' made '{now}' of it, or touched its uid or resourceVersion. A change leaves namespace, name, uid and resourceVersion as they are; write to another object by a call of its own.");
        }
    }
}
