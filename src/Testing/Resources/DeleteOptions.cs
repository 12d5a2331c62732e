using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>How something is to be deleted.</summary>
internal sealed record DeleteOptions
{
    private const string Scheme = "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27";

    /// <summary>The grace in seconds; null where none was given.</summary>
    public long? GracePeriodSeconds { get; private init; }

    /// <summary>Orphan, Background or Foreground; null where none was given.</summary>
    public string? PropagationPolicy { get; private init; }

    /// <summary>The old way to say orphan (true) or background (false); null where it was not said.</summary>
    public bool? OrphanDependents { get; private init; }

    /// <summary>The uid that the object must have; null for any.</summary>
    public string? Uid { get; private init; }

    /// <summary>The resourceVersion that the object must have; null for any.</summary>
    public string? ResourceVersion { get; private init; }

    /// <summary>Reads the options of a request: its body, or its query where there is no body.</summary>
    /// <exception cref="StatusException">400 or 422.</exception>
    public static DeleteOptions Read(ApiCall call)
    {
        BodyReader.CheckSize(call.Request);
        var options = call.Request.Body.IsEmpty ? FromQuery(call) : FromBody(call);
        if (options.OrphanDependents is not null && options.PropagationPolicy is not null)
        {
            throw ApiErrors.InvalidOptions("DeleteOptions", new FieldError("FieldValueInvalid", "propagationPolicy", $"Invalid value: \"{options.PropagationPolicy}\": orphanDependents and deletionPropagation cannot be both set"));
        }

        if (options.PropagationPolicy is not (null or "Orphan" or "Background" or "Foreground"))
        {
            throw ApiErrors.InvalidOptions("DeleteOptions", new FieldError("FieldValueNotSupported", "propagationPolicy", $"Unsupported value: \"{options.PropagationPolicy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        }

        return options;
    }

    private static DeleteOptions FromQuery(ApiCall call)
    {
        var query = call.Request.Query;
        call.SetDryRun(query.All("dryRun"));
        return new DeleteOptions
        {
            GracePeriodSeconds = Integer(query["gracePeriodSeconds"]),
            PropagationPolicy = query["propagationPolicy"] is { Length: > 0 } policy ? policy : null,
            OrphanDependents = query["orphanDependents"] is { Length: > 0 } orphan ? orphan is not ("false" or "0") : null,
        };
    }

    private static DeleteOptions FromBody(ApiCall call)
    {
        var body = Parse(call);
        var kind = body.Text("kind") ?? "DeleteOptions";
        if (kind != "DeleteOptions")
        {
            var apiVersion = body.Text("apiVersion") ?? "";
            throw ApiErrors.BadRequest($"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"{Scheme}\"");
        }

        call.SetDryRun([.. body.Array("dryRun").Texts(), .. call.Request.Query.All("dryRun")]);
        return Of(body);
    }

    /// <summary>The options out of a document.</summary>
    public static DeleteOptions Of(JsonObject body)
    {
        var preconditions = body.Object("preconditions");
        return new DeleteOptions
        {
            GracePeriodSeconds = body.Integer("gracePeriodSeconds"),
            PropagationPolicy = body.Text("propagationPolicy"),
            OrphanDependents = body.Boolean("orphanDependents"),
            Uid = preconditions?.Text("uid"),
            ResourceVersion = preconditions?.Text("resourceVersion"),
        };
    }

    private static JsonObject Parse(ApiCall call)
    {
        var body = call.Request.Body;
        switch (BodyReader.MediaType(call.Request.ContentType))
        {
            case "" or "application/json" or "*/*":
                break;
            case "application/yaml":
                body = BodyReader.FromYaml(body, ApiErrors.BadRequest);
                break;
            default:
                throw BodyReader.UnknownFormat();
        }

        return BodyReader.ReadJson(body, [], fault => ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {fault}"));
    }

    private static long? Integer(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }
}
