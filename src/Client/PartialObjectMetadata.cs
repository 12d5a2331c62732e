using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace KubeController.Client;

/// <summary>
/// Holds the metadata of an object of any kind, and nothing else: <c>PartialObjectMetadata</c> of <c>meta.k8s.io/v1</c>. Kind and version are those of the
/// object's own type. A <see cref="ListWatch{T}"/> of it needs a type, and asks the server for metadata alone; what a server sends beyond that is not kept.
/// </summary>
/// <remarks>It cannot be written: a server would take what is not there for removed. Patch the object by its type instead.</remarks>
public sealed class PartialObjectMetadata : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Gets or sets the API version of the object's type, such as <c>apps/v1</c>.</summary>
    [AllowNull]
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = null!;

    /// <summary>Gets or sets the kind of the object's type.</summary>
    [AllowNull]
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = null!;

    /// <summary>Gets or sets the metadata.</summary>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();
}
