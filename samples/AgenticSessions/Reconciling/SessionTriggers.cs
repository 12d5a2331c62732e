using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Reconciling;

/// <summary>Says which changes wake a session. What a session itself writes about its conditions does not.</summary>
internal static class SessionTriggers
{
    /// <summary>A session: its spec, its annotations, its phase, or a time that can no longer be read.</summary>
    public static bool Matters(ResourceChange<AgenticSession> change) =>
        Predicates.GenerationChanged(change)
        || Predicates.AnnotationsChanged(change)
        || change.Old?.Status?.Phase != change.New?.Status?.Phase
        || (Timestamps.Unreadable(change.New?.Status) is { Count: > 0 } unreadable && !unreadable.SequenceEqual(Timestamps.Unreadable(change.Old?.Status)));

    /// <summary>A pod: that it is there or not, and whatever makes it mean something else for its session, such as a container's new state.</summary>
    public static bool Matters(ResourceChange<V1Pod> change) =>
        change.IsAdded || change.IsDeleted || change.OldMetadata!.DeletionTimestamp is null != change.NewMetadata!.DeletionTimestamp is null
        || PodStatusMapping.Map(change.Old!) != PodStatusMapping.Map(change.New!);

    /// <summary>A service: that it is there or not, and who owns it.</summary>
    public static bool Matters(ResourceChange<V1Service> change) =>
        change is not { OldMetadata: { } before, NewMetadata: { } after } || OwnerOf(before) != OwnerOf(after);

    /// <summary>A service wakes the session its label names.</summary>
    public static IEnumerable<NamespacedName> SessionOf(ResourceChange<V1Service> change) =>
        change.Metadata.Labels.TryGetValue(Labels.Session, out var session) ? [new(change.Key.Namespace, session)] : [];

    /// <summary>A namespace that becomes managed wakes all its sessions. Only managed ones are watched, so it appears then.</summary>
    public static IEnumerable<NamespacedName> SessionsOf(ResourceChange<V1Namespace> change, Store<AgenticSession> sessions) =>
        change.IsAdded ? Names(sessions, change.Key.Name) : [];

    /// <summary>A project's new idea of being idle wakes all its sessions.</summary>
    public static IEnumerable<NamespacedName> SessionsOf(ResourceChange<ProjectSettings> change, Store<AgenticSession> sessions) =>
        change.Key.Name == ProjectSettings.OnlyName && change.Old?.Spec?.InactivityTimeoutSeconds != change.New?.Spec?.InactivityTimeoutSeconds
            ? Names(sessions, change.Key.Namespace)
            : [];

    private static IEnumerable<NamespacedName> Names(Store<AgenticSession> sessions, string @namespace) =>
        sessions.KeysByIndex(StoreIndexes.Namespace, @namespace);

    private static string? OwnerOf(ObjectMetadata service) => service.OwnerReferences is [var owner, ..] ? owner.Uid : null;
}
