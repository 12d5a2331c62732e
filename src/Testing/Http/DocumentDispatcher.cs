using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>Answers paths that are no resources: discovery, OpenAPI, version and health.</summary>
internal sealed class DocumentDispatcher(Cluster cluster)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private readonly Discovery _discovery = new(cluster.Registry);
    private readonly AggregatedDiscovery _aggregated = new(cluster.Registry);
    private readonly OpenApiDocuments _openApi = new(cluster.Registry);

    /// <summary>Answers a request.</summary>
    public ApiResponse Handle(ApiRequest request)
    {
        var path = request.Path.Length > 1 ? request.Path.TrimEnd('/') : request.Path;
        if (path is "/api" or "/apis" && WantsAggregated(request.Accept))
        {
            return AggregatedAnswer(request, path);
        }

        return path switch
        {
            "/healthz" or "/livez" or "/readyz" => Text(200, "ok"),
            "/version" => Json(request, Discovery.Version()),
            "/openapi/v2" => OpenApiDocuments.V2(request),
            _ when path.StartsWith("/openapi/v3", StringComparison.Ordinal) => _openApi.V3(path["/openapi/v3".Length..].TrimStart('/')),
            _ => _discovery.Find(path) is { } document ? Json(request, document) : ApiResponses.PageNotFound(),
        };
    }

    private static bool WantsAggregated(string accept) => accept.Split(',').Any(clause => IsAggregated(clause.Split(';', StringSplitOptions.TrimEntries)));

    private static bool IsAggregated(string[] parts) =>
        parts.Contains("as=APIGroupDiscoveryList") && parts.Contains("v=v2") && parts.Contains("g=apidiscovery.k8s.io") && parts[0] is "application/json" or "application/*" or "*/*";

    private static ApiResponse Text(int code, string text) => new() { Code = code, ContentType = "text/plain; charset=utf-8", Body = System.Text.Encoding.UTF8.GetBytes(text) };

    private static ApiResponse Json(ApiRequest request, JsonObject document)
    {
        var format = ResponseFormat.Negotiate(request.Accept, isWatch: false);
        return new ApiResponse { Code = 200, ContentType = format.ContentType, Body = format.IsYaml ? YamlWriter.Write(document) : JsonWriter.Write(document) };
    }

    private ApiResponse AggregatedAnswer(ApiRequest request, string path)
    {
        var body = JsonWriter.Write(_aggregated.Document(isCore: path == "/api"));
        var tag = $"\"{Convert.ToHexString(System.Security.Cryptography.SHA512.HashData(body))}\"";
        IReadOnlyList<KeyValuePair<string, string>> headers = [new("ETag", tag), new("Vary", "Accept")];
        return request.IfNoneMatch == tag
            ? new ApiResponse { Code = 304, Headers = headers }
            : new ApiResponse { Code = 200, ContentType = Aggregated, Headers = headers, Body = body };
    }
}
