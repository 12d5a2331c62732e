using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;

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
                return Parse(call, body, duplicates);
            case "application/yaml":
                return Parse(call, FromYaml(call, body), duplicates);
            default:
                throw new StatusException(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf");
        }
    }

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

    /// <summary>How the server words that a text is no JSON.</summary>
    public static string JsonError(ReadOnlyMemory<byte> utf8, JsonException malformed)
    {
        if (malformed.Message.Contains("depth", StringComparison.OrdinalIgnoreCase))
        {
            return "exceeded max depth";
        }

        var text = Encoding.UTF8.GetString(utf8.Span).AsSpan().Trim();
        var isCut = text.Length == 0 || malformed.Message.Contains("end of data", StringComparison.Ordinal) || malformed.Message.Contains("Expected depth to be zero", StringComparison.Ordinal);
        return isCut ? "unexpected end of JSON input" : $"invalid character '{text[0]}' looking for beginning of value";
    }

    private static JsonObject Parse(ApiCall call, ReadOnlyMemory<byte> utf8, ICollection<string> duplicates)
    {
        try
        {
            return JsonReader.Read(utf8, duplicates) as JsonObject
                ?? throw Unrecognised(call, "couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        catch (JsonException malformed)
        {
            throw Unrecognised(call, $"couldn't get version/kind; json parse error: {JsonError(utf8, malformed)}");
        }
    }

    private static ReadOnlyMemory<byte> FromYaml(ApiCall call, ReadOnlyMemory<byte> body)
    {
        try
        {
            var documents = YamlReader.ReadAll(Encoding.UTF8.GetString(body.Span));
            return documents.Count == 0 ? default : JsonWriter.Write(documents[0]);
        }
        catch (FormatException malformed)
        {
            throw Unrecognised(call, malformed.Message);
        }
    }
}
