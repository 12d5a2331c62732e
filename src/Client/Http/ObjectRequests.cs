using System.Text.Json;
using k8s;
using k8s.Models;

namespace KubeController.Client.Http;

/// <summary>Builds the requests that concern one object, and decodes their answers.</summary>
internal sealed class ObjectRequests(ApiConnection connection)
{
    public const string MergePatchType = "application/merge-patch+json";

    public ApiRequest Create<T>(T resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var type = ResourceType.Of<T>();
        var body = BodyOf(resource, type);
        var key = NamespacedName.Of(resource);
        return new()
        {
            Method = HttpMethod.Post,
            Path = new ResourcePath(type, key.Namespace).Query("fieldManager", connection.Options.FieldManager).ToString(),
            Description = $"create {type.GroupResource} {(key.Name.Length > 0 ? key : new(key.Namespace, $"{resource.Metadata?.GenerateName}*"))}",
            Body = body,
        };
    }

    public ApiRequest Replace<T>(T resource, string? subresource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var type = ResourceType.Of<T>();
        return ForObject(HttpMethod.Put, "update", type, NamespacedName.Of(resource), subresource, BodyOf(resource, type));
    }

    public ApiRequest Patch(ResourceType type, NamespacedName name, string? subresource, MergePatch patch) =>
        ForObject(HttpMethod.Patch, "patch", type, name, subresource, JsonSerializer.SerializeToUtf8Bytes(patch.Content), MergePatchType);

    public ApiRequest Delete(ResourceType type, NamespacedName name, DeleteOptions? options) =>
        ForObject(HttpMethod.Delete, "delete", type, name, body: options is null ? null : connection.Json.Write(ModelOf(options)));

    public ApiRequest ForObject(
        HttpMethod method, string verb, ResourceType type, NamespacedName name, string? subresource = null, byte[]? body = null,
        string contentType = "application/json")
    {
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException($"The {type.Kind} to {verb} has no name.", nameof(name));
        }

        var isWrite = method == HttpMethod.Put || method == HttpMethod.Patch;
        return new()
        {
            Method = method,
            Path = new ResourcePath(type, name.Namespace, name.Name, subresource)
                .Query("fieldManager", isWrite ? connection.Options.FieldManager : null).ToString(),
            Description = $"{verb} {type.GroupResource}{(subresource is null ? string.Empty : $"/{subresource}")} {name}",
            Body = body,
            ContentType = contentType,
        };
    }

    public async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var body = await connection.Transport.SendAsync(request, cancellationToken);
        try
        {
            return connection.Json.Read<T>(body) ?? throw new InvalidDataException("It is null.");
        }
        catch (Exception error)
        {
            // Not JsonException alone: converters and setters of a model throw what they like.
            throw new InvalidDataException(
                $"{request.Description}: the server agreed, but its answer does not decode as {typeof(T).Name}: {error.Message}", error);
        }
    }

    private static V1DeleteOptions ModelOf(DeleteOptions options) => new()
    {
        ApiVersion = "v1",
        Kind = "DeleteOptions",
        GracePeriodSeconds = options.GracePeriodSeconds,
        PropagationPolicy = options.PropagationPolicy?.ToString(),
        Preconditions = options.Uid is null && options.ResourceVersion is null
            ? null
            : new() { Uid = options.Uid, ResourceVersion = options.ResourceVersion },
    };

    private byte[] BodyOf<T>(T resource, ResourceType type)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(resource);
        resource.ApiVersion ??= type.ApiVersion;
        resource.Kind ??= type.Kind;
        return connection.Json.Write(resource);
    }
}
