using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Writes pages: the bytes of the stored objects strung together, or the same as Table or PartialObjectMetadataList.</summary>
internal static class ListWriter
{
    /// <summary>Writes a page in the form that was asked for.</summary>
    public static ApiResponse Write(ApiCall call, ListPage page, DateTimeOffset now)
    {
        if (call.Format.As == "PartialObjectMetadata")
        {
            throw new StatusException(406, "NotAcceptable", $"you requested PartialObjectMetadata, but the requested object is a list (*{(call.Definition.IsCustom ? "unstructured.UnstructuredList" : call.Definition.ListKind)})");
        }

        if (call.Format == ResponseFormat.Json)
        {
            return ApiResponses.Bytes(call, 200, Plain(call.Definition, page));
        }

        JsonNode list = call.Format.As switch
        {
            "Table" => ObjectShapes.Table(call, [.. page.Items.Select(new ObjectView(call.Definition).Tree)], TableMetadata(page), withColumns: true, now),
            "PartialObjectMetadataList" => Partial(call, page),
            _ => JsonNode.Parse(Plain(call.Definition, page))!,
        };
        return ApiResponses.Node(call, 200, list);
    }

    private static byte[] Plain(ResourceDefinition definition, ListPage page)
    {
        var view = new ObjectView(definition);
        var buffer = new ArrayBufferWriter<byte>(4096);
        Append(buffer, $"{{\"kind\":\"{definition.ListKind}\",\"apiVersion\":\"{definition.ApiVersion}\",\"metadata\":");
        buffer.Write(JsonWriter.Write(ListHandler.Metadata(definition, page)));
        Append(buffer, ",\"items\":[");
        var separator = "{";
        foreach (var stored in page.Items)
        {
            Append(buffer, separator);
            buffer.Write(view.ItemUtf8AfterBrace(stored).Span);
            separator = ",{";
        }

        Append(buffer, "]}");
        return buffer.WrittenSpan.ToArray();
    }

    private static JsonObject Partial(ApiCall call, ListPage page)
    {
        var view = new ObjectView(call.Definition);
        return new JsonObject
        {
            ["kind"] = "PartialObjectMetadataList",
            ["apiVersion"] = $"meta.k8s.io/{call.Format.AsVersion}",
            ["metadata"] = TableMetadata(page),
            ["items"] = new JsonArray([.. page.Items.Select(stored => ObjectShapes.Partial(view.Tree(stored), call.Format.AsVersion))]),
        };
    }

    private static JsonObject TableMetadata(ListPage page)
    {
        var metadata = new JsonObject { ["resourceVersion"] = page.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        if (page.Continue.Length > 0)
        {
            metadata["continue"] = page.Continue;
        }

        if (page.Remaining is { } remaining)
        {
            metadata["remainingItemCount"] = remaining;
        }

        return metadata;
    }

    private static void Append(ArrayBufferWriter<byte> buffer, string text)
    {
        var span = buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        buffer.Advance(Encoding.UTF8.GetBytes(text, span));
    }
}
