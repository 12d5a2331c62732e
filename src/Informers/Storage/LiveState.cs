using System.Text;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>A state kept as an object.</summary>
internal sealed class LiveState<T>(T resource) : Stored<T>
    where T : class, IMetadata<V1ObjectMeta>
{
    public T Resource => resource;

    // Copied: a user who modifies the shared object must not be able to confuse the protocol.
    public override NamespacedName Key { get; } = NamespacedName.Of(resource);

    public override string? Uid { get; } = resource.Metadata?.Uid;

    public override string? ResourceVersion { get; } = resource.Metadata?.ResourceVersion;

    public override ObjectMetadata ReadMetadata() => ObjectMetadata.Of(resource);

    public override ReadOnlyMemory<byte> ReadJson() => Encoding.UTF8.GetBytes(KubernetesJson.Serialize(resource));
}
