using k8s;
using k8s.Models;
using KubeController.Informers;

namespace KubeController.Reconcilers;

/// <summary>The questions most controllers ask before a change wakes them.</summary>
/// <remarks>
/// None of those named after a change holds back what must not be missed: an object that is new, gone or replaced by another of the same name, and the start of
/// a deletion (with finalizers it is an update, and not every resource type counts it as a new generation).
/// </remarks>
public static class Predicates
{
    /// <summary>Lets a change of the specification through, and drops one of status, labels or annotations alone.</summary>
    /// <remarks>While an object is being deleted, a change of its finalizers passes too. Objects without a generation pass always: for them the server does not say.</remarks>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool GenerationChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsNeverMissed(change, out var before, out var after)
        || before.Generation != after.Generation
        || after.Generation is null
        || (after.DeletionTimestamp is not null && !(before.Finalizers ?? []).SequenceEqual(after.Finalizers ?? []));

    /// <summary>Lets a change of labels through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool LabelsChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsNeverMissed(change, out var before, out var after) || !AreEqual(before.Labels, after.Labels);

    /// <summary>Lets a change of annotations through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool AnnotationsChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsNeverMissed(change, out var before, out var after) || !AreEqual(before.Annotations, after.Annotations);

    /// <summary>Lets every change through, and drops what only shows the same object again, such as a resync.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool ResourceVersionChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsNeverMissed(change, out var before, out var after) || before.ResourceVersion != after.ResourceVersion;

    /// <summary>Returns a predicate that lets through what all of some let through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="predicates">The predicates, asked in their order until one says no.</param>
    /// <returns>The predicate.</returns>
    public static Predicate<ResourceChange<T>> And<T>(params Predicate<ResourceChange<T>>[] predicates)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => Array.TrueForAll(predicates, predicate => predicate(change));

    /// <summary>Returns a predicate that lets through what any of some lets through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="predicates">The predicates, asked in their order until one says yes.</param>
    /// <returns>The predicate.</returns>
    public static Predicate<ResourceChange<T>> Or<T>(params Predicate<ResourceChange<T>>[] predicates)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => Array.Exists(predicates, predicate => predicate(change));

    /// <summary>Returns a predicate that lets through what another drops.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="predicate">The other predicate.</param>
    /// <returns>The predicate.</returns>
    public static Predicate<ResourceChange<T>> Not<T>(Predicate<ResourceChange<T>> predicate)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => !predicate(change);

    private static bool IsNeverMissed<T>(ResourceChange<T> change, out V1ObjectMeta before, out V1ObjectMeta after)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        before = change.Old?.Metadata ?? Nothing;
        after = change.New?.Metadata ?? Nothing;
        return change.Old is null
            || change.New is null
            || before.Uid != after.Uid
            || (before.DeletionTimestamp is null && after.DeletionTimestamp is not null);
    }

    private static bool AreEqual(IDictionary<string, string>? before, IDictionary<string, string>? after) =>
        (before?.Count ?? 0) == (after?.Count ?? 0)
        && (before ?? Empty).All(entry => after!.TryGetValue(entry.Key, out var value) && value == entry.Value);

    private static V1ObjectMeta Nothing { get; } = new();

    private static Dictionary<string, string> Empty { get; } = [];
}
