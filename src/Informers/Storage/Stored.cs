using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>An object as the store keeps it, with what the writer needs to know of it without looking inside.</summary>
internal sealed class Stored<T>(T resource)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public NamespacedName Key { get; } = NamespacedName.Of(resource);

    // Copied: a user who mutates the shared object must not be able to confuse the protocol.
    public string? Uid { get; } = resource.Metadata?.Uid;

    public string? ResourceVersion { get; } = resource.Metadata?.ResourceVersion;

    public T Resource { get; } = resource;

    /// <summary>Tells the same object from another of the same name. Objects without a uid (hand-made ones, in tests) are told by name alone.</summary>
    public bool IsSameObjectAs(Stored<T> other) => Uid is null || other.Uid is null || string.Equals(Uid, other.Uid, StringComparison.Ordinal);

    public static bool IsSameObject(T one, T other) => one.Metadata?.Uid is not { } uid || other.Metadata?.Uid is not { } otherUid || uid == otherUid;

    public bool IsSameVersionAs(Stored<T> other) =>
        ResourceVersion is not null && string.Equals(ResourceVersion, other.ResourceVersion, StringComparison.Ordinal) && IsSameObjectAs(other);
}
