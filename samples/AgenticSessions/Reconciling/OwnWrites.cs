using System.Collections.Concurrent;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.Samples.AgenticSessions.Reconciling;

/// <summary>Remembers what this process wrote for a session until its caches show it.</summary>
/// <remarks>A pass that ran on older caches would do the same work again, or take a pod that is not yet in the cache for one that vanished.</remarks>
internal sealed class OwnWrites(Store<AgenticSession> sessions, Store<V1Pod> pods, Store<V1Service> services)
{
    // The newest versions written for a session. An entry goes as soon as the caches have caught up, or the session is gone.
    private readonly ConcurrentDictionary<NamespacedName, Versions> _written = new();

    public int Count => _written.Count;

    public void Wrote(NamespacedName session, AgenticSession written) => Remember(session, versions => versions with { Session = VersionOf(written) });

    public void Wrote(NamespacedName session, V1Pod written) => Remember(session, versions => versions with { Pod = VersionOf(written) });

    public void Wrote(NamespacedName session, V1Service written) => Remember(session, versions => versions with { Service = VersionOf(written) });

    /// <summary>Tells whether a cache is still older than what was written for a session.</summary>
    public bool AreUnseen(NamespacedName session)
    {
        if (!_written.TryGetValue(session, out var versions))
        {
            return false;
        }

        if (IsOlder(sessions.ResourceVersion, versions.Session) || IsOlder(pods.ResourceVersion, versions.Pod) || IsOlder(services.ResourceVersion, versions.Service))
        {
            return true;
        }

        Forget(session);
        return false;
    }

    public void Forget(NamespacedName session) => _written.TryRemove(session, out _);

    private void Remember(NamespacedName session, Func<Versions, Versions> change) =>
        _written.AddOrUpdate(session, _ => change(default), (_, versions) => change(versions));

    private static string? VersionOf(IMetadata<V1ObjectMeta> written) => written.Metadata.ResourceVersion;

    /// <summary>Versions that are no numbers cannot be ordered; then nothing is waited for.</summary>
    private static bool IsOlder(string? cached, string? written) =>
        ResourceVersions.IsComparable(cached) && ResourceVersions.IsComparable(written) && ResourceVersions.Compare(cached!, written!) < 0;

    private readonly record struct Versions(string? Session, string? Pod, string? Service);
}
