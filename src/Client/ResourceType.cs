using System.Collections.Concurrent;
using System.Reflection;
using k8s.Models;

namespace KubeController.Client;

/// <summary>Names a resource type of the API: where its objects are found, and what they are called in messages.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, such as <c>v1</c>.</param>
/// <param name="Kind">The kind, such as <c>Pod</c>.</param>
/// <param name="Plural">The plural name as in the URL, such as <c>pods</c>.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural)
{
    private static readonly ConcurrentDictionary<Type, ResourceType> Known = new();

    /// <summary>Gets what an object's <c>apiVersion</c> says: <c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Gets the name used in messages of the API server: <c>plural.group</c>, or the plural alone in the core group.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Returns the resource type of a model that carries <see cref="KubernetesEntityAttribute"/>.</summary>
    /// <typeparam name="T">The model, such as <see cref="V1Pod"/> or a class of your own with the attribute.</typeparam>
    /// <returns>The resource type.</returns>
    /// <exception cref="InvalidOperationException">The model lacks the attribute, or the attribute lacks kind, version or plural.</exception>
    public static ResourceType Of<T>() => Known.GetOrAdd(typeof(T), static model =>
        model.GetCustomAttribute<KubernetesEntityAttribute>() is { Kind.Length: > 0, ApiVersion.Length: > 0, PluralName.Length: > 0 } entity
            ? new(entity.Group ?? string.Empty, entity.ApiVersion, entity.Kind, entity.PluralName)
            : throw new InvalidOperationException(
                $"'{model}' does not say which resource it models. Put [KubernetesEntity(Group = ..., ApiVersion = ..., Kind = ..., PluralName = ...)] on it, " +
                $"or name the type for the call: {nameof(ResourceClient)}.{nameof(ResourceClient.For)}(type), or the type of a ListWatch or an InformerScope."));

    /// <summary>Returns <c>plural.version.group</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Group.Length == 0 ? $"{Plural}.{Version}" : $"{Plural}.{Version}.{Group}";
}
