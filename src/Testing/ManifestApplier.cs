using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing;

/// <summary>Applies manifests through the core: creates what is missing, replaces what is there.</summary>
internal sealed class ManifestApplier(ApiCore core)
{
    private const string UserAgent = "kubecontroller-testing/apply";

    /// <summary>Applies documents in their order.</summary>
    /// <exception cref="FormatException">The text is no YAML, or a document is no object of a known kind.</exception>
    /// <exception cref="InvalidOperationException">The server refused a document.</exception>
    public async Task ApplyAsync(string yaml, CancellationToken cancellationToken)
    {
        foreach (var document in YamlReader.ReadAll(yaml).SelectMany(Unfold))
        {
            await ApplyAsync(document, cancellationToken);
        }
    }

    private static IEnumerable<JsonObject> Unfold(JsonNode document)
    {
        if (document is not JsonObject obj)
        {
            throw new FormatException($"A document is no object: {document.ToJsonString()}");
        }

        return obj.Text("kind") is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && obj.Array("items") is { } items
            ? items.OfType<JsonObject>().SelectMany(Unfold)
            : [obj];
    }

    private async Task ApplyAsync(JsonObject obj, CancellationToken cancellationToken)
    {
        var definition = core.Cluster.Registry.FindKind(obj.Text("apiVersion") ?? "", obj.Text("kind") ?? "")
            ?? throw new FormatException($"No kind \"{obj.Text("kind")}\" in \"{obj.Text("apiVersion")}\" is served.");
        var metadata = obj.Object("metadata") ?? throw new FormatException($"A {definition.Kind} has no metadata.");
        var name = metadata.Text("name") ?? throw new FormatException($"A {definition.Kind} has no metadata.name.");
        var collection = Collection(definition, metadata.Text("namespace") ?? "default");
        var (code, answer) = await SendAsync("POST", collection, obj, cancellationToken);
        if (code == 409)
        {
            (code, answer) = await ReplaceAsync($"{collection}/{name}", obj, cancellationToken);
        }

        if (code >= 300)
        {
            throw new InvalidOperationException($"{definition.Kind} \"{name}\": {answer.Text("message")}");
        }

        if (CustomResources.IsCrd(definition))
        {
            await CheckEstablishedAsync($"{collection}/{name}", cancellationToken);
        }
    }

    private async Task<(int Code, JsonObject Answer)> ReplaceAsync(string path, JsonObject obj, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (found, present) = await SendAsync("GET", path, null, cancellationToken);
            if (found != 200)
            {
                return (found, present);
            }

            var next = obj.Copy();
            next.Object("metadata")!["resourceVersion"] = present.Object("metadata")!.Text("resourceVersion");
            var result = await SendAsync("PUT", path, next, cancellationToken);
            if (result.Code != 409)
            {
                return result;
            }
        }
    }

    // Names are accepted in the request that stores the CRD; if they are not, they never will be on their own.
    private async Task CheckEstablishedAsync(string path, CancellationToken cancellationToken)
    {
        var (_, crd) = await SendAsync("GET", path, null, cancellationToken);
        var refusal = (crd.Object("status")?.Array("conditions") ?? []).OfType<JsonObject>()
            .FirstOrDefault(condition => condition.Text("type") is "NamesAccepted" or "Established" && condition.Text("status") != "True");
        if (refusal is not null)
        {
            throw new InvalidOperationException($"CustomResourceDefinition {path}: {refusal.Text("reason")}: {refusal.Text("message")}");
        }
    }

    private static string Collection(ResourceDefinition definition, string @namespace)
    {
        var root = (definition.Group.Length == 0 ? "/api/" : "/apis/") + definition.ApiVersion;
        return definition.Namespaced ? $"{root}/namespaces/{@namespace}/{definition.Plural}" : $"{root}/{definition.Plural}";
    }

    private async Task<(int Code, JsonObject Answer)> SendAsync(string method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Create(method, path) with { User = ApiUser.Admin, UserAgent = UserAgent, Body = body is null ? default : JsonWriter.Write(body) };
        var response = await core.HandleAsync(request, cancellationToken);
        var answer = response.ContentType.StartsWith("application/json", StringComparison.Ordinal) ? JsonReader.Read(response.Body, []) as JsonObject : null;
        return (response.Code, answer ?? []);
    }
}
