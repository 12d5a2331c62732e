using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using KubeController.Client.Json;

namespace KubeController.Client.Wire;

/// <summary>Makes objects of UTF-8 and UTF-8 of objects: the one place that knows what a model is.</summary>
internal sealed class ObjectModel<T>(Func<JsonTypeInfo<T>> model, ResourceType type)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // Asked for with the first object: to set up the models takes long, and whoever only keeps records needs none.
    private readonly Lazy<JsonTypeInfo<T>> _model = new(model);

    /// <exception cref="Exception">The model cannot take it; converters and setters of a model throw what they like.</exception>
    public T Read(ReadOnlySpan<byte> utf8)
    {
        var resource = ModelJson.Read(utf8, _model.Value);
        if (resource?.Metadata?.Name is not { Length: > 0 })
        {
            throw new InvalidDataException($"The {type.Kind} has no metadata.name.");
        }

        if (resource is PartialObjectMetadata { Kind: ObjectPart.MetadataKind })
        {
            (resource.ApiVersion, resource.Kind) = (type.ApiVersion, type.Kind);
        }

        // The items of a typed list come without both, and records do not repeat them.
        resource.ApiVersion ??= type.ApiVersion;
        resource.Kind ??= type.Kind;
        return resource.Kind == type.Kind
            ? resource
            : throw new InvalidDataException($"The object is a {resource.Kind} instead of a {type.Kind}.");
    }

    public byte[] Write(T resource) => JsonSerializer.SerializeToUtf8Bytes(resource, _model.Value);
}
