using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Json;

/// <summary>Writes JSON as UTF-8, compact, escaping no more than JSON asks for.</summary>
internal static class JsonWriter
{
    /// <summary>The options of every writer here.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonSerializerOptions SerializerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    // A buffer for each thread that writes; one that has become very large goes.
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Writes a node.</summary>
    /// <param name="node">The node.</param>
    public static byte[] Write(JsonNode? node)
    {
        var buffer = Buffer();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteValue(writer, node);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a small node as text.</summary>
    /// <param name="node">The node.</param>
    public static string WriteText(JsonNode? node) => node?.ToJsonString(SerializerOptions) ?? "null";

    /// <summary>Writes an object with kind and apiVersion in front, and says where the rest begins: list items leave them out.</summary>
    /// <param name="obj">An object with kind, apiVersion and metadata.</param>
    /// <param name="headLength">The bytes from the opening brace up to and with the comma before the rest.</param>
    public static byte[] WriteObject(JsonObject obj, out int headLength)
    {
        var buffer = Buffer();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("kind");
            WriteValue(writer, obj["kind"]);
            writer.WritePropertyName("apiVersion");
            WriteValue(writer, obj["apiVersion"]);
            headLength = checked((int)(writer.BytesCommitted + writer.BytesPending)) + 1;
            foreach (var (name, value) in obj)
            {
                if (name is not ("kind" or "apiVersion"))
                {
                    writer.WritePropertyName(name);
                    WriteValue(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ArrayBufferWriter<byte> Buffer()
    {
        if (_buffer is null or { Capacity: > LargestKept })
        {
            _buffer = new ArrayBufferWriter<byte>(4096);
        }

        _buffer.ResetWrittenCount();
        return _buffer;
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer, SerializerOptions);
        }
    }
}
