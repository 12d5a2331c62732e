using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using KubeController.Client.Dynamic;
using KubeController.Client.Json;

namespace KubeController.Client;

/// <summary>Holds an object of any kind: its metadata as a model, and all else as JSON, unknown fields included. Not thread-safe, as the models are not.</summary>
/// <remarks>
/// It says by itself which resource type it is of only in part, so the calls that take it are those of <see cref="ResourceClient.For"/> and of a
/// <see cref="ListWatch{T}"/> with a type.
/// </remarks>
[JsonConverter(typeof(DynamicObjectConverter))]
public sealed class DynamicObject : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Initializes an object without kind or name.</summary>
    public DynamicObject()
    {
    }

    /// <summary>Initializes an object.</summary>
    /// <param name="type">Its resource type.</param>
    /// <param name="name">Its name.</param>
    public DynamicObject(ResourceType type, NamespacedName name)
    {
        ArgumentNullException.ThrowIfNull(type);
        ApiVersion = type.ApiVersion;
        Kind = type.Kind;
        Metadata = new() { Name = name.Name, NamespaceProperty = string.IsNullOrEmpty(name.Namespace) ? null : name.Namespace };
    }

    /// <summary>Gets or sets the API version, such as <c>apps/v1</c>.</summary>
    [AllowNull]
    public string ApiVersion { get; set; } = null!;

    /// <summary>Gets or sets the kind.</summary>
    [AllowNull]
    public string Kind { get; set; } = null!;

    /// <summary>Gets or sets the metadata.</summary>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>Gets all but kind, version and metadata: <c>spec</c>, <c>status</c>, <c>data</c>.</summary>
    public JsonObject Content { get; internal init; } = [];

    /// <summary>Gets or sets a property of <see cref="Content"/>.</summary>
    /// <param name="property">Its name, such as <c>spec</c>.</param>
    /// <value>The value, or <see langword="null"/> if it is absent or null.</value>
    public JsonNode? this[string property]
    {
        get => Content[property];
        set => Content[property] = value;
    }

    /// <summary>Returns what a model says, as a dynamic object.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object.</param>
    /// <returns>A copy.</returns>
    public static DynamicObject From<T>(T resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(resource);
        return ModelJson.Default.Read<DynamicObject>(ModelJson.Default.Write(resource))!;
    }

    /// <summary>Returns the object as a model.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <returns>A copy.</returns>
    /// <exception cref="JsonException">The model cannot take it.</exception>
    public T To<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => ModelJson.Default.Read<T>(ModelJson.Default.Write(this))!;

    /// <summary>Returns the object as JSON text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ModelJson.Default.ToNode(this).ToJsonString();
}
