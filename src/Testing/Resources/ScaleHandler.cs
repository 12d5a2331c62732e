using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Patches;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>The <c>/scale</c> of custom kinds and workloads: a view of three of their fields as <c>autoscaling/v1 Scale</c>.</summary>
internal sealed class ScaleHandler(Cluster cluster, ObjectDecoder decoder, UpdateHandler updater)
{
    private static readonly JsonObject WorkloadPaths = new() { ["specReplicasPath"] = ".spec.replicas", ["statusReplicasPath"] = ".status.replicas" };

    private static readonly ResourceDefinition Definition = new()
    {
        Group = "autoscaling",
        Version = "v1",
        Kind = "Scale",
        ListKind = "",
        Plural = "scales",
        Singular = "scale",
        Namespaced = true,
    };

    /// <summary>Answers a request.</summary>
    public ApiResponse Handle(ApiCall call)
    {
        switch (call.Verb)
        {
            case "get":
                var stored = cluster.Store.Find(call.Definition.Table, call.Target.Namespace, call.Target.Name) ?? throw ApiErrors.NotFound(call.Definition, call.Target.Name);
                return ApiResponses.Node(call, 200, Read(call, new ObjectView(call.Definition).Tree(stored), isStrict: call.Definition.IsCustom));
            case "update":
                call.ReadWriteOptions("UpdateOptions");
                var scale = decoder.Decode(call.With(Definition), call.Target.Name);
                return Update(call, _ => scale, WriteKind.Put);
            case "patch" when BodyReader.MediaType(call.Request.ContentType) == "application/merge-patch+json":
                call.ReadWriteOptions("PatchOptions");
                return Update(call, present => (JsonObject)MergePatch.Apply(present, PatchDocument.Read(call.Request.Body.Span))!, WriteKind.Patch);
            case "patch":
                throw ApiErrors.NotImplemented("a patch of /scale other than a merge patch");
            default:
                throw call.Definition.IsCustom ? ApiErrors.VerbNotSupported(call.Verb, call.Definition) : ApiErrors.MethodNotAllowed();
        }
    }

    private ApiResponse Update(ApiCall call, Func<JsonObject, JsonObject> change, WriteKind kind)
    {
        var path = Path(call, "specReplicasPath");
        var result = updater.Update(
            call,
            present =>
            {
                var obj = present.Copy();
                var scale = change(Read(call, obj, isStrict: false));
                var replicas = scale.Object("spec")?.Integer("replicas") ?? 0;
                if (replicas < 0)
                {
                    var field = $".{string.Join('.', path)}";
                    throw ApiErrors.Invalid(call.Definition, call.Target.Name, [new FieldError("FieldValueInvalid", field, $"Invalid value: {replicas}: should be a non-negative integer")]);
                }

                path[..^1].Aggregate(obj, (parent, name) => parent.ObjectOrNew(name))[path[^1]] = JsonNumber.Create(replicas);
                obj.Object("metadata")!["resourceVersion"] = scale.Object("metadata")?.Text("resourceVersion") is { Length: > 0 } version ? version : obj.Object("metadata")!.Text("resourceVersion");
                return obj;
            },
            kind);
        var tree = result.Unstored ?? new ObjectView(call.Definition).Tree(result.Stored!);
        return ApiResponses.Node(call, result.Code, Read(call, tree, isStrict: false));
    }

    private static JsonObject Read(ApiCall call, JsonObject obj, bool isStrict)
    {
        var metadata = obj.Object("metadata")!;
        var shown = new JsonObject();
        foreach (var name in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (metadata[name] is { } value)
            {
                shown[name] = value.DeepClone();
            }
        }

        var path = Path(call, "specReplicasPath");
        if (Find(obj, path).AsInteger() is not { } replicas)
        {
            replicas = 0;
            if (isStrict)
            {
                var fault = $"the spec replicas field \".{string.Join('.', path)}\" does not exist";
                throw new StatusException(500, "InternalError", $"Internal error occurred: {fault}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = fault }) });
            }
        }

        var status = new JsonObject { ["replicas"] = Find(obj, Path(call, "statusReplicasPath")).AsInteger() ?? 0 };
        if (Selector(call, obj) is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = shown,
            ["spec"] = replicas == 0 ? new JsonObject() : new JsonObject { ["replicas"] = JsonNumber.Create(replicas) },
            ["status"] = status,
        };
    }

    private static string[] Path(ApiCall call, string name) => (PathsOf(call.Definition).Text(name) ?? "").TrimStart('.').Split('.');

    private static JsonObject PathsOf(ResourceDefinition definition) => definition.Scale ?? WorkloadPaths;

    // Custom kinds hold their selector as text, workloads as labels.
    private static string? Selector(ApiCall call, JsonObject obj)
    {
        if (call.Definition.IsCustom)
        {
            return PathsOf(call.Definition).ContainsKey("labelSelectorPath") ? Find(obj, Path(call, "labelSelectorPath")).AsText() : null;
        }

        var selector = obj.Object("spec")?.Object("selector");
        var labels = selector?.Object("matchLabels") ?? selector ?? [];
        return string.Join(",", labels.Where(label => label.Value is JsonValue).Select(label => $"{label.Key}={label.Value.AsText()}"));
    }

    private static JsonNode? Find(JsonObject obj, string[] path)
    {
        JsonNode? node = obj;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }
}
