using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Resources;

/// <summary>Reads the bodies of requests.</summary>
internal static class BodyReader
{
    /// <summary>The most bytes a body may have.</summary>
    public const int Limit = 3 * 1024 * 1024;

    /// <summary>Reads an object of the kind, as JSON or YAML.</summary>
    /// <param name="call">The request.</param>
    /// <param name="duplicates">Collects the paths of fields that occur twice.</param>
    /// <exception cref="StatusException">400, 413 or 415.</exception>
    public static JsonObject ReadObject(ApiCall call, ICollection<string> duplicates)
    {
        CheckSize(call.Request);
        var body = call.Request.Body;
        switch (MediaType(call.Request.ContentType))
        {
            case "" or "application/json" or "*/*":
                break;
            case "application/yaml":
                body = FromYaml(body, fault => Unrecognised(call, fault));
                break;
            case "application/vnd.kubernetes.protobuf" when !call.Definition.IsCustom:
                return FromProtobuf(body);
            default:
                throw UnknownFormat();
        }

        return ReadJson(body, duplicates, fault => Unrecognised(call, $"couldn't get version/kind; json parse error: {fault}"));
    }

    /// <summary>Reads an object out of JSON.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Collects the paths of fields that occur twice.</param>
    /// <param name="refusal">Makes the error out of what is wrong with the text.</param>
    public static JsonObject ReadJson(ReadOnlyMemory<byte> utf8, ICollection<string> duplicates, Func<string, StatusException> refusal)
    {
        try
        {
            var node = JsonReader.Read(utf8, duplicates);
            return node as JsonObject ?? throw refusal($"json: cannot unmarshal {GoJson.WordFor(node)} into Go value");
        }
        catch (JsonException malformed)
        {
            var isTooDeep = malformed.Message.Contains("maximum", StringComparison.Ordinal);
            throw refusal(isTooDeep ? "exceeded max depth" : GoJson.SyntaxError(utf8.Span) ?? malformed.Message);
        }
    }

    /// <summary>Turns YAML into JSON: the first document counts.</summary>
    /// <param name="body">The text.</param>
    /// <param name="refusal">Makes the error out of what is wrong with the text.</param>
    public static ReadOnlyMemory<byte> FromYaml(ReadOnlyMemory<byte> body, Func<string, StatusException> refusal)
    {
        try
        {
            return YamlReader.ReadAll(Encoding.UTF8.GetString(body.Span)) is [var document, ..] ? JsonWriter.Write(document) : default;
        }
        catch (FormatException malformed)
        {
            throw refusal(malformed.Message);
        }
    }

    private static JsonObject FromProtobuf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ProtobufReader.Read(body.Span);
        }
        catch (FormatException unknown)
        {
            throw new StatusException(415, "UnsupportedMediaType", $"the embedded API server (KubeController.Testing) reads only a few kinds as protobuf: {unknown.Message}; send JSON");
        }
    }

    /// <summary>415: a body in a format that is not read here.</summary>
    public static StatusException UnknownFormat() => new(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf");

    /// <summary>The media type of a Content-Type header, without parameters.</summary>
    public static string MediaType(string contentType)
    {
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? contentType : contentType[..semicolon]).Trim();
    }

    /// <summary>Refuses bodies that are too large.</summary>
    public static void CheckSize(ApiRequest request)
    {
        if (request.Body.Length > Limit)
        {
            throw new StatusException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
        }
    }

    /// <summary>The error for a body in which nothing can be recognised.</summary>
    public static StatusException Unrecognised(ApiCall call, string error)
    {
        var text = Encoding.UTF8.GetString(call.Request.Body.Span);
        var shown = text.Length == 0 ? "<empty>" : text.Length > 30 ? $"{text[..30]} ..." : text;
        return ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {call.Definition.Kind}): {error} ({shown})");
    }
}
