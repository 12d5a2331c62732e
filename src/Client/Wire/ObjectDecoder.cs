using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using KubeController.Client.Json;

namespace KubeController.Client.Wire;

/// <summary>Decodes one object of a list or a watch. Whatever is wrong with it concerns this object alone.</summary>
internal sealed class ObjectDecoder<T>(JsonTypeInfo<T> model, ResourceType type)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Decoded<T> Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new(Complete(ModelJson.Read(utf8, model)), null);
        }
        catch (Exception error)
        {
            // Not JsonException alone: converters and setters of a model throw what they like.
            var head = ObjectHead.Read(utf8);
            return new(null, new(head.Key, head.ResourceVersion, error));
        }
    }

    private T Complete(T? resource)
    {
        if (resource?.Metadata?.Name is not { Length: > 0 })
        {
            throw new InvalidDataException($"The {type.Kind} has no metadata.name.");
        }

        // The items of a typed list come without both.
        resource.ApiVersion ??= type.ApiVersion;
        resource.Kind ??= type.Kind;
        return resource.Kind == type.Kind
            ? resource
            : throw new InvalidDataException($"The object is a {resource.Kind} instead of a {type.Kind}.");
    }
}
