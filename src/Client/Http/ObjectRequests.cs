using k8s;
using k8s.Models;

namespace KubeController.Client.Http;

/// <summary>Builds the requests that concern the objects of one resource type.</summary>
internal sealed class ObjectRequests(ApiConnection connection, WriteOptions defaults)
{
    public const string ApplyPatchType = "application/apply-patch+yaml";

    public static ApiRequest Get(ResourceType type, NamespacedName name, string? subresource = null) => new()
    {
        Method = HttpMethod.Get,
        Path = PathOf("get", type, name, subresource).ToString(),
        Description = Describe("get", type, subresource, name),
    };

    public ApiRequest Create<T>(ResourceType type, T resource, WriteOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var body = BodyOf(type, resource);
        var key = NamespacedName.Of(resource);
        var chosen = Choose(options);
        return new()
        {
            Method = HttpMethod.Post,
            Path = new ResourcePath(type, key.Namespace).Query(chosen).ToString(),
            Description = Describe("create", type, null, key.Name.Length > 0 ? key : new(key.Namespace, $"{resource.Metadata?.GenerateName}*")),
            Body = body,
            Write = chosen.DryRun ? null : new("create", type, key, null, null),
        };
    }

    /// <summary>Creates something below an object: a token, an eviction.</summary>
    public ApiRequest CreateBelow<T>(ResourceType type, NamespacedName name, string subresource, T body, bool isWrite) => new()
    {
        Method = HttpMethod.Post,
        Path = PathOf("create", type, name, subresource).ToString(),
        Description = Describe("create", type, subresource, name),
        Body = connection.Json.Write(body),
        Write = isWrite ? new("create", type, name, subresource, null) : null,
    };

    public ApiRequest Replace<T>(ResourceType type, T resource, string? subresource, WriteOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Change(HttpMethod.Put, "update", type, NamespacedName.Of(resource), subresource, BodyOf(type, resource), "application/json", Choose(options));

    /// <summary>Replaces a subresource that is a kind of its own, such as a Scale.</summary>
    public ApiRequest ReplaceBelow<T>(ResourceType type, NamespacedName name, string subresource, T body, WriteOptions? options) =>
        Change(HttpMethod.Put, "update", type, name, subresource, connection.Json.Write(body), "application/json", Choose(options));

    public ApiRequest Patch(ResourceType type, NamespacedName name, string? subresource, Patch patch, WriteOptions? options)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return Change(HttpMethod.Patch, "patch", type, name, subresource, patch.ToUtf8(), patch.MediaType, Choose(options));
    }

    /// <exception cref="InvalidOperationException">Nobody has said who applies.</exception>
    public ApiRequest Apply<T>(ResourceType type, T resource, string? subresource, ApplyOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var body = BodyOf(type, resource);
        var chosen = Choose(options);
        return chosen.FieldManager is null
            ? throw new InvalidOperationException(
                $"A server-side apply needs the name of a field manager. Set '{nameof(WriteOptions)}.{nameof(WriteOptions.FieldManager)}' for the call or the " +
                $"client, or '{nameof(ApiConnectionOptions)}.{nameof(ApiConnectionOptions.FieldManager)}' for all.")
            : Change(HttpMethod.Patch, "apply", type, NamespacedName.Of(resource), subresource, body, ApplyPatchType, chosen, options is { Force: true });
    }

    public ApiRequest Delete(ResourceType type, NamespacedName name, DeleteOptions? options) => new()
    {
        Method = HttpMethod.Delete,
        Path = PathOf("delete", type, name, null).ToString(),
        Description = Describe("delete", type, null, name),
        Body = BodyOf(options),
        Write = IsDryRun(options) ? null : new("delete", type, name, null, options?.Uid),
    };

    public ApiRequest DeleteCollection(ResourceType type, ListQuery query, DeleteOptions? options)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new()
        {
            Method = HttpMethod.Delete,
            Path = new ResourcePath(type, query.Namespace)
                .Query("labelSelector", query.LabelSelector)
                .Query("fieldSelector", query.FieldSelector).ToString(),
            Description = $"deletecollection {type.GroupResource}{(string.IsNullOrEmpty(query.Namespace) ? string.Empty : $" in {query.Namespace}")}",
            Body = BodyOf(options),
            Write = IsDryRun(options) ? null : new("deletecollection", type, new(query.Namespace ?? string.Empty, string.Empty), null, null),
        };
    }

    public V1DeleteOptions? ModelOf(DeleteOptions? options) => options is null && !defaults.DryRun ? null : new()
    {
        ApiVersion = "v1",
        Kind = "DeleteOptions",
        GracePeriodSeconds = options?.GracePeriodSeconds,
        PropagationPolicy = options?.PropagationPolicy?.ToString(),
        Preconditions = options is { Uid: not null } or { ResourceVersion: not null }
            ? new() { Uid = options.Uid, ResourceVersion = options.ResourceVersion }
            : null,
        DryRun = IsDryRun(options) ? ["All"] : null,
    };

    public bool IsDryRun(DeleteOptions? options) => defaults.DryRun || options is { DryRun: true };

    private static string Describe(string verb, ResourceType type, string? subresource, NamespacedName name) =>
        $"{verb} {type.GroupResource}{(subresource is null ? string.Empty : $"/{subresource}")} {name}";

    private static ResourcePath PathOf(string verb, ResourceType type, NamespacedName name, string? subresource) => string.IsNullOrEmpty(name.Name)
        ? throw new ArgumentException($"The {type.Kind} to {verb} has no name.", nameof(name))
        : new(type, name.Namespace, name.Name, subresource);

    private static ApiRequest Change(
        HttpMethod method, string verb, ResourceType type, NamespacedName name, string? subresource, byte[] body, string contentType, WriteOptions options,
        bool force = false) => new()
        {
            Method = method,
            Path = PathOf(verb, type, name, subresource).Query(options).Flag("force", force).ToString(),
            Description = Describe(verb, type, subresource, name),
            Body = body,
            ContentType = contentType,
            Write = options.DryRun ? null : new(verb, type, name, subresource, null),
        };

    private WriteOptions Choose(WriteOptions? options) => new()
    {
        FieldManager = options?.FieldManager ?? defaults.FieldManager ?? connection.Options.FieldManager,
        DryRun = defaults.DryRun || options is { DryRun: true },
        FieldValidation = options?.FieldValidation ?? defaults.FieldValidation,
    };

    private byte[]? BodyOf(DeleteOptions? options) => ModelOf(options) is { } model ? connection.Json.Write(model) : null;

    private byte[] BodyOf<T>(ResourceType type, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(resource);
        resource.ApiVersion ??= type.ApiVersion;
        resource.Kind ??= type.Kind;
        return connection.Json.Write(resource);
    }
}
