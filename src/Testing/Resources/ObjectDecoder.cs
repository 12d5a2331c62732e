using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>Turns a body into an object of its kind: recognised, with known fields only, agreeing with the URL.</summary>
internal sealed class ObjectDecoder(Cluster cluster)
{
    private static readonly string[] OtherRegisteredVersions =
        ["coordination.k8s.io/v1beta1", "coordination.k8s.io/v1alpha2", "autoscaling/v1", "apiextensions.k8s.io/v1beta1", "events.k8s.io/v1beta1", "batch/v1beta1", "apps/v1beta1", "apps/v1beta2", "policy/v1beta1"];

    /// <summary>Reads the object of a POST or PUT.</summary>
    /// <param name="call">The request.</param>
    /// <param name="urlName">The name that the object must have; empty where the URL names none.</param>
    /// <exception cref="StatusException">400, 413, 415 or 422.</exception>
    public JsonObject Decode(ApiCall call, string urlName)
    {
        var problems = new List<string>();
        var duplicates = new List<string>();
        var obj = BodyReader.ReadObject(call, duplicates);
        Recognise(call, obj);
        problems.AddRange(duplicates.Select(path => $"duplicate field \"{path}\""));
        try
        {
            problems.AddRange(Shape(call.Definition, obj).Select(path => $"unknown field \"{path}\""));
        }
        catch (DecodeException wrongType)
        {
            throw CannotBeHandled(call, wrongType.Message);
        }

        Report(call, problems, text => CannotBeHandled(call, text));
        CheckUrl(call, obj, urlName);
        return obj;
    }

    /// <summary>Cuts unknown fields and brings the known ones into their stored form.</summary>
    /// <returns>The paths of what was cut.</returns>
    /// <exception cref="DecodeException">A field holds something else than its type.</exception>
    public static IReadOnlyList<string> Shape(ResourceDefinition definition, JsonObject obj)
    {
        IReadOnlyList<string> unknown;
        if (definition.IsCustom)
        {
            unknown = [.. BuiltInDecoder.DecodeMetadata(obj), .. definition.Schema is { } schema ? SchemaPruner.Prune(obj, schema) : []];
        }
        else
        {
            unknown = BuiltInDecoder.Decode(obj, definition);
        }

        var metadata = obj.ObjectOrNew("metadata");
        metadata.Remove("selfLink");
        return unknown;
    }

    /// <summary>Warns of problems, or refuses them, as the request asks.</summary>
    /// <param name="call">The request.</param>
    /// <param name="problems">The problems, in the order in which they are told.</param>
    /// <param name="refusal">Makes the error out of the text of all problems.</param>
    public static void Report(ApiCall call, IReadOnlyList<string> problems, Func<string, StatusException> refusal)
    {
        if (problems.Count == 0 || call.FieldValidation == "Ignore")
        {
            return;
        }

        if (call.FieldValidation == "Strict")
        {
            throw refusal($"strict decoding error: {string.Join(", ", problems)}");
        }

        call.Warnings.AddRange(problems);
    }

    /// <summary>Checks name and namespace against the URL, and fills in the namespace.</summary>
    public static void CheckUrl(ApiCall call, JsonObject obj, string urlName)
    {
        var metadata = obj.ObjectOrNew("metadata");
        var name = metadata.Text("name") ?? "";
        if (urlName.Length > 0 && name.Length == 0)
        {
            throw ApiErrors.BadRequest($"the name of the object ({urlName} based on URL) was undeterminable: name must be provided");
        }

        if (urlName.Length > 0 && name != urlName)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({urlName})");
        }

        if (!call.Definition.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        if (metadata.Text("namespace") is { Length: > 0 } @namespace && @namespace != call.Target.Namespace)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        metadata["namespace"] = call.Target.Namespace;
    }

    private static StatusException CannotBeHandled(ApiCall call, string text) =>
        ApiErrors.BadRequest($"{call.Definition.Kind} in version \"{call.Definition.Version}\" cannot be handled as a {call.Definition.Kind}: {text}");

    private void Recognise(ApiCall call, JsonObject obj)
    {
        if (call.Definition.IsCustom)
        {
            RecogniseCustom(call, obj);
        }
        else
        {
            RecogniseBuiltIn(call, obj);
        }
    }

    private static void RecogniseCustom(ApiCall call, JsonObject obj)
    {
        var definition = call.Definition;
        foreach (var field in (string[])["kind", "apiVersion"])
        {
            if (string.IsNullOrEmpty(obj.Text(field)))
            {
                var text = Encoding.UTF8.GetString(call.Request.Body.Span);
                throw BodyReader.Unrecognised(call, $"Object '{(field == "kind" ? "Kind" : "apiVersion")}' is missing in '{text}'");
            }
        }

        var apiVersion = obj.Text("apiVersion")!;
        if (apiVersion != definition.ApiVersion)
        {
            throw ApiErrors.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({definition.ApiVersion})");
        }

        var kind = obj.Text("kind")!;
        if (kind != definition.Kind)
        {
            var name = obj.Object("metadata")?.Text("name") ?? "";
            throw ApiErrors.Invalid(definition with { Kind = kind }, name, [new FieldError("FieldValueInvalid", "kind", $"Invalid value: \"{kind}\": must be {definition.Kind}")]);
        }
    }

    private void RecogniseBuiltIn(ApiCall call, JsonObject obj)
    {
        var definition = call.Definition;
        var kind = obj.Text("kind") is { Length: > 0 } sentKind ? sentKind : definition.Kind;
        var apiVersion = obj.Text("apiVersion") is { Length: > 0 } sentVersion ? sentVersion : definition.ApiVersion;
        if (apiVersion != definition.ApiVersion)
        {
            var isRegistered = cluster.Registry.FindKind(apiVersion, kind) is { IsCustom: false } || OtherRegisteredVersions.Contains(apiVersion);
            var version = apiVersion[(apiVersion.LastIndexOf('/') + 1)..];
            throw ApiErrors.BadRequest(isRegistered
                ? $"the API version in the data ({apiVersion}) does not match the expected API version ({definition.ApiVersion})"
                : $"{kind} in version \"{version}\" cannot be handled as a {definition.Kind}: no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"");
        }

        if (kind != definition.Kind)
        {
            var package = definition.Group.Length == 0 ? "core" : definition.Group.Split('.')[0];
            throw ApiErrors.BadRequest($"{kind} in version \"{definition.Version}\" cannot be handled as a {definition.Kind}: converting ({definition.Version}.{kind}) to ({package}.{definition.Kind}): unknown conversion");
        }

        obj["kind"] = kind;
        obj["apiVersion"] = apiVersion;
    }
}
