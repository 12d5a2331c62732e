using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;

namespace KubeController.Reconcilers;

/// <summary>The questions most controllers ask before a change wakes them.</summary>
/// <remarks>
/// None of those named after a change holds back what must not be missed: an object that is new, gone or replaced by another of the same name, and the start of
/// a deletion (with finalizers it is an update, and not every resource type counts it as a new generation). They look at metadata and JSON; no object is made for
/// them.
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
        || (after.DeletionTimestamp is not null && !before.HasSameFinalizersAs(after));

    /// <summary>Lets a change of labels through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool LabelsChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsNeverMissed(change, out var before, out var after) || !before.HasSameLabelsAs(after);

    /// <summary>Lets a change of annotations through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool AnnotationsChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsNeverMissed(change, out var before, out var after) || !before.HasSameAnnotationsAs(after);

    /// <summary>Lets a change of finalizers through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool FinalizersChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsNeverMissed(change, out var before, out var after) || !before.HasSameFinalizersAs(after);

    /// <summary>Lets a change of the status through.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Whether the change matters.</returns>
    public static bool StatusChanged<T>(ResourceChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> => IsNeverMissed(change, out _, out _) || change.HasChanged("status");

    /// <summary>Returns a predicate that lets a change of one field through: <c>Predicates.FieldChanged&lt;V1Pod&gt;("spec", "nodeName")</c>.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="path">The names of the field in JSON, from the outermost to its own.</param>
    /// <returns>The predicate.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static Predicate<ResourceChange<T>> FieldChanged<T>(params string[] path)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfZero(path.Length, nameof(path));
        return change => IsNeverMissed(change, out _, out _) || change.HasChanged(path);
    }

    /// <summary>Returns a predicate that lets through what a label selector selects, and what it has selected until now: the change with which an object leaves it is the last.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="selector">The selector.</param>
    /// <returns>The predicate.</returns>
    public static Predicate<ResourceChange<T>> Matching<T>(LabelSelector selector)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(selector);
        return change => (change.OldMetadata is { } before && selector.Matches(before.Labels)) || (change.NewMetadata is { } after && selector.Matches(after.Labels));
    }

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

    private static bool IsNeverMissed<T>(ResourceChange<T> change, [NotNullWhen(false)] out ObjectMetadata? before, [NotNullWhen(false)] out ObjectMetadata? after)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        (before, after) = (change.OldMetadata, change.NewMetadata);
        return before is null
            || after is null
            || before.Uid != after.Uid
            || (before.DeletionTimestamp is null && after.DeletionTimestamp is not null);
    }
}
