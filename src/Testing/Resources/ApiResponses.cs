using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>Makes answers.</summary>
internal static class ApiResponses
{
    /// <summary>A stored object, in the form that was asked for.</summary>
    public static ApiResponse Stored(ApiCall call, int code, StoredObject stored, DateTimeOffset now)
    {
        var view = new ObjectView(call.Definition);
        return call.Format == ResponseFormat.Json ? Bytes(call, code, view.Utf8(stored)) : Object(call, code, view.Tree(stored), now);
    }

    /// <summary>An object in the version of the request, in the form that was asked for.</summary>
    public static ApiResponse Object(ApiCall call, int code, JsonObject obj, DateTimeOffset now) => call.Format.As switch
    {
        "Table" => Node(call, code, ObjectShapes.Table(call, [obj], RevisionOf(obj), withColumns: true, now)),
        "PartialObjectMetadata" => Node(call, code, ObjectShapes.Partial(obj, call.Format.AsVersion)),
        "PartialObjectMetadataList" => throw ApiErrors.Plain("content is not a list"),
        _ => Node(call, code, obj),
    };

    /// <summary>The answer to a delete that left nothing behind.</summary>
    public static ApiResponse Deleted(ApiCall call, string name, string uid)
    {
        var details = new JsonObject { ["name"] = name };
        if (call.Definition.Group.Length > 0)
        {
            details["group"] = call.Definition.Group;
        }

        details["kind"] = call.Definition.Plural;
        details["uid"] = uid;
        return Node(call, 200, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        });
    }

    /// <summary>A document as it is.</summary>
    public static ApiResponse Node(ApiCall call, int code, JsonNode node) => Bytes(call, code, call.Format.IsYaml ? YamlWriter.Write(node) : JsonWriter.Write(node));

    /// <summary>Bytes as they are.</summary>
    public static ApiResponse Bytes(ApiCall call, int code, ReadOnlyMemory<byte> body) => new()
    {
        Code = code,
        ContentType = call.Format.ContentType,
        Body = body,
        Headers = Warnings(call.Warnings),
    };

    /// <summary>An error.</summary>
    public static ApiResponse Error(StatusException error, IReadOnlyList<string> warnings, ResponseFormat format)
    {
        var headers = Warnings(warnings);
        if (error.RetryAfterSeconds is { } seconds)
        {
            headers = [.. headers, new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))];
        }

        var body = format.IsYaml ? YamlWriter.Write(error.ToStatus()) : JsonWriter.Write(error.ToStatus());
        return new ApiResponse { Code = error.Code, ContentType = format.ContentType, Body = body, Headers = headers };
    }

    /// <summary>The text of a path that leads nowhere.</summary>
    public static ApiResponse PageNotFound() => new() { Code = 404, ContentType = "text/plain; charset=utf-8", Body = "404 page not found\n"u8.ToArray() };

    private static IReadOnlyList<KeyValuePair<string, string>> Warnings(IReadOnlyList<string> warnings) =>
        warnings.Count == 0
            ? []
            : [.. warnings.Select(text => KeyValuePair.Create("Warning", $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""))];

    private static JsonObject RevisionOf(JsonObject obj) =>
        obj.Object("metadata")?.Text("resourceVersion") is { } revision ? new JsonObject { ["resourceVersion"] = revision } : [];
}
