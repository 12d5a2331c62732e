using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Patches;
using KubeController.Testing.Schemas;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>Applies patches: merge and JSON patches and server-side apply to everything, strategic merge patches to built-in kinds.</summary>
internal sealed class PatchHandler(UpdateHandler updater, CreateHandler creator, ApplyHandler applier)
{
    private const string Merge = "application/merge-patch+json";
    private const string Operations = "application/json-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    /// <summary>Answers a PATCH.</summary>
    public ApiResponse Handle(ApiCall call)
    {
        var type = BodyReader.MediaType(call.Request.ContentType);
        CheckType(call, type);
        call.ReadWriteOptions("PatchOptions", CheckApply(call, type));
        BodyReader.CheckSize(call.Request);
        try
        {
            return creator.Respond(call, type == ApplyHandler.MediaType ? applier.Apply(call) : updater.Update(call, current => Apply(call, type, current), WriteKind.Patch));
        }
        catch (PatchException refused)
        {
            throw ToStatus(refused);
        }
    }

    private static void CheckType(ApiCall call, string type)
    {
        switch (type)
        {
            case Merge or Operations or ApplyHandler.MediaType:
            case Strategic when !call.Definition.IsCustom:
                return;
            default:
                throw call.Definition.IsCustom
                    ? new StatusException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {Operations}, {Merge}, {ApplyHandler.MediaType}")
                    : new StatusException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);
        }
    }

    private static IEnumerable<FieldError> CheckApply(ApiCall call, string type)
    {
        if (type == ApplyHandler.MediaType)
        {
            return string.IsNullOrEmpty(call.Request.Query["fieldManager"]) ? [FieldError.Required("fieldManager", "is required for apply patch")] : [];
        }

        return call.Request.Query["force"] is null ? [] : [FieldError.Forbidden("force", "may not be specified for non-apply patch")];
    }

    private static JsonObject Apply(ApiCall call, string type, JsonObject current)
    {
        var problems = new List<string>();
        var next = Patched(call, type, current, problems) as JsonObject ?? throw PatchException.NotApplicable();
        try
        {
            problems.AddRange(ObjectDecoder.Shape(call.Definition, next).Select(path => $"unknown field \"{path}\""));
        }
        catch (DecodeException wrongType)
        {
            throw PatchException.BadResult(Shown(call, type, current), wrongType.Message);
        }

        ObjectDecoder.Report(call, problems, text => ToStatus(PatchException.BadResult(Shown(call, type, current), text)));
        CheckKind(call, next);
        ObjectDecoder.CheckUrl(call, next, call.Target.Name);
        return next;
    }

    private static JsonNode? Patched(ApiCall call, string type, JsonObject current, List<string> problems) => type switch
    {
        Merge => MergePatch.Apply(current, PatchDocument.Read(call.Request.Body.Span)),
        Strategic => StrategicMergePatch.Apply(current, PatchDocument.Read(call.Request.Body.Span, strategic: true), BuiltInTypes.Of(call.Definition)),
        _ => JsonPatch.Apply(current, call.Request.Body.Span, problems),
    };

    // What the patch made, before it was brought into shape: made again, for only errors tell it.
    private static string Shown(ApiCall call, string type, JsonObject current) => Patched(call, type, current, [])!.ToJsonString();

    private static void CheckKind(ApiCall call, JsonObject next)
    {
        var definition = call.Definition;
        var kind = next.Text("kind") ?? "";
        if (kind != definition.Kind)
        {
            throw ApiErrors.Invalid(definition with { Kind = kind }, call.Target.Name, [new FieldError("FieldValueInvalid", "kind", $"Invalid value: \"{kind}\": must be {definition.Kind}")]);
        }

        var apiVersion = next.Text("apiVersion") ?? "";
        if (apiVersion != definition.ApiVersion)
        {
            throw ApiErrors.Invalid(definition, call.Target.Name, [new FieldError("FieldValueInvalid", "apiVersion", $"Invalid value: \"{apiVersion}\": must be {definition.ApiVersion}")]);
        }
    }

    private static StatusException ToStatus(PatchException refused)
    {
        JsonObject? details = refused.HasDetails ? [] : null;
        if (refused.Causes.Count > 0)
        {
            details!["causes"] = new JsonArray([.. refused.Causes.Select(cause => new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message, ["field"] = cause.Field })]);
        }

        return new StatusException(refused.Code, refused.Reason.Length == 0 ? null : refused.Reason, refused.Message, details);
    }
}
