using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Patches;
using KubeController.Testing.Schemas;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>Applies patches: merge and JSON patches to everything, strategic merge patches to built-in kinds. Server-side apply is refused.</summary>
internal sealed class PatchHandler(UpdateHandler updater, CreateHandler creator)
{
    private const string Merge = "application/merge-patch+json";
    private const string Operations = "application/json-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    /// <summary>Answers a PATCH.</summary>
    public ApiResponse Handle(ApiCall call)
    {
        var type = BodyReader.MediaType(call.Request.ContentType);
        CheckType(call, type);
        call.ReadWriteOptions("PatchOptions");
        CheckForce(call);
        BodyReader.CheckSize(call.Request);
        try
        {
            return creator.Respond(call, updater.Update(call, current => Apply(call, type, current), isPut: false));
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
            case Merge or Operations:
            case Strategic when !call.Definition.IsCustom:
                return;
            case "application/apply-patch+yaml" or "application/apply-patch+cbor":
                throw new StatusException(415, "UnsupportedMediaType", $"server-side apply ({type}) is not implemented by the embedded API server (KubeController.Testing); use a merge patch, a JSON patch or an update");
            default:
                throw call.Definition.IsCustom
                    ? new StatusException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {Operations}, {Merge}, application/apply-patch+yaml")
                    : new StatusException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);
        }
    }

    private static void CheckForce(ApiCall call)
    {
        if (call.Request.Query["force"] is not null)
        {
            throw ApiErrors.InvalidOptions("PatchOptions", new FieldError("FieldValueForbidden", "force", "Forbidden: may not be specified for non-apply patch"));
        }
    }

    private static JsonObject Apply(ApiCall call, string type, JsonObject current)
    {
        var problems = new List<string>();
        var patched = type switch
        {
            Merge => MergePatch.Apply(current, PatchDocument.Read(call.Request.Body.Span)),
            Strategic => StrategicMergePatch.Apply(current, PatchDocument.Read(call.Request.Body.Span, strategic: true), BuiltInTypes.Of(call.Definition)),
            _ => JsonPatch.Apply(current, call.Request.Body.Span, problems),
        };
        var next = patched as JsonObject ?? throw PatchException.NotApplicable();
        var shown = next.ToJsonString();
        try
        {
            problems.AddRange(ObjectDecoder.Shape(call.Definition, next).Select(path => $"unknown field \"{path}\""));
        }
        catch (DecodeException wrongType)
        {
            throw PatchException.BadResult(shown, wrongType.Message);
        }

        ObjectDecoder.Report(call, problems, text => ToStatus(PatchException.BadResult(shown, text)));
        CheckKind(call, next);
        ObjectDecoder.CheckUrl(call, next, call.Target.Name);
        return next;
    }

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
