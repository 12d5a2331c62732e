using k8s;
using k8s.Models;

namespace KubeController.Client.Wire;

/// <summary>Decodes one object of a list or a watch into its model.</summary>
internal sealed class ObjectDecoder<T>(ObjectModel<T> model) : IItemDecoder<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Decoded<T> Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var resource = model.Read(utf8);
            return new(resource, resource.Metadata.ResourceVersion, null);
        }
        catch (Exception error)
        {
            // Not JsonException alone: converters and setters of a model throw what they like.
            return Decoded<T>.Failed(utf8, error);
        }
    }
}
