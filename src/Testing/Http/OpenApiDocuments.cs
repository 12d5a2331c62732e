using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>
/// OpenAPI as far as kubectl needs it: which kinds take which parameters (it asks for fieldValidation and dryRun), and the schemas of custom kinds.
/// Built-in kinds are described as free-form objects.
/// </summary>
internal sealed class OpenApiDocuments(ResourceRegistry registry)
{
    private const string ProtobufV2 = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    // swagger "2.0", info {title, version}, paths {}: an empty document in the only form in which kubectl asks for version 2.
    private static readonly byte[] EmptyProtobuf =
        [0x0A, 3, .. "2.0"u8, 0x12, 4 + 10 + 5, 0x0A, 10, .. "Kubernetes"u8, 0x12, 5, .. "v1.36"u8, 0x42, 0];

    /// <summary>The document of <c>/openapi/v2</c>: valid and without definitions, for clients that insist on one.</summary>
    public static ApiResponse V2(ApiRequest request)
    {
        if (request.Accept.Contains("proto-openapi", StringComparison.Ordinal))
        {
            return new ApiResponse { Code = 200, ContentType = ProtobufV2, Body = EmptyProtobuf };
        }

        var info = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36" };
        return Json(new JsonObject { ["swagger"] = "2.0", ["info"] = info, ["paths"] = new JsonObject(), ["definitions"] = new JsonObject() });
    }

    /// <summary>A document under <c>/openapi/v3</c>.</summary>
    /// <param name="path">What follows; empty for the index.</param>
    public ApiResponse V3(string path)
    {
        if (path.Length == 0)
        {
            return Index();
        }

        var parts = path.Split('/');
        var definitions = parts switch
        {
            ["api", var version] => Of("", version),
            ["apis", var group, var version] => Of(group, version),
            _ => [],
        };
        return definitions.Count == 0 ? ApiResponses.PageNotFound() : Json(Document(definitions));
    }

    private static ApiResponse Json(JsonObject document) => new() { Code = 200, ContentType = "application/json", Body = JsonWriter.Write(document) };

    private List<ResourceDefinition> Of(string group, string version) =>
        [.. registry.Definitions.Where(definition => definition.Group == group && definition.Version == version)];

    private ApiResponse Index()
    {
        var paths = new JsonObject();
        foreach (var group in registry.Definitions.GroupBy(definition => (definition.Group.Length == 0 ? "api/" : "apis/") + definition.ApiVersion))
        {
            var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Document([.. group]).ToJsonString())));
            paths[group.Key] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{group.Key}?hash={hash}" };
        }

        return Json(new JsonObject { ["paths"] = paths }) with { ContentType = "text/plain; charset=utf-8" };
    }

    private static JsonObject Document(List<ResourceDefinition> definitions)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        foreach (var definition in definitions)
        {
            schemas[SchemaName(definition)] = Schema(definition);
            var root = (definition.Group.Length == 0 ? "/api/" : "/apis/") + definition.ApiVersion;
            var collection = definition.Namespaced ? $"{root}/namespaces/{{namespace}}/{definition.Plural}" : $"{root}/{definition.Plural}";
            paths[collection] = new JsonObject { ["post"] = Operation(definition, "post") };
            paths[$"{collection}/{{name}}"] = new JsonObject
            {
                ["get"] = Operation(definition, "get"),
                ["put"] = Operation(definition, "put"),
                ["patch"] = Operation(definition, "patch"),
            };
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = definitions[0].IsCustom ? "Kubernetes CRD Swagger" : "Kubernetes", ["version"] = definitions[0].IsCustom ? "v0.1.0" : "v1.36.2" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static string SchemaName(ResourceDefinition definition) =>
        definition.IsCustom
            ? $"{string.Join('.', definition.Group.Split('.').Reverse())}.{definition.Version}.{definition.Kind}"
            : $"io.k8s.api.{(definition.Group.Length == 0 ? "core" : definition.Group)}.{definition.Version}.{definition.Kind}";

    private static JsonObject Schema(ResourceDefinition definition)
    {
        var schema = definition.OpenApiSchema?.Copy() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Kind(definition));
        return schema;
    }

    private static JsonObject Operation(ResourceDefinition definition, string method)
    {
        string[] names = method == "get" ? ["resourceVersion"] : ["dryRun", "fieldManager", "fieldValidation"];
        var parameters = names.Select(name => new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } });
        var reference = new JsonObject { ["$ref"] = $"#/components/schemas/{SchemaName(definition)}" };
        var operation = new JsonObject
        {
            ["operationId"] = $"{method}{definition.Kind}",
            ["parameters"] = new JsonArray([.. parameters]),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = reference } } },
            },
            ["x-kubernetes-action"] = method,
            ["x-kubernetes-group-version-kind"] = Kind(definition),
        };
        if (method != "get")
        {
            operation["requestBody"] = new JsonObject { ["content"] = new JsonObject { [ContentType(method)] = new JsonObject { ["schema"] = reference.DeepClone() } } };
        }

        return operation;
    }

    // Kubectl takes its own knowledge of built-in kinds for strategic merge patches as long as no document offers them.
    private static string ContentType(string method) => method == "patch" ? "application/merge-patch+json" : "application/json";

    private static JsonObject Kind(ResourceDefinition definition) => new()
    {
        ["group"] = definition.Group,
        ["version"] = definition.Version,
        ["kind"] = definition.Kind,
    };
}
