using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace KubeController.Client.Dynamic;

/// <summary>Reads and writes dynamic objects; the metadata as any model's, so that dates and <c>managedFields</c> are treated alike.</summary>
internal sealed class DynamicObjectConverter : JsonConverter<DynamicObject>
{
    public override DynamicObject? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"A {reader.TokenType} is no object of the API.");
        }

        var result = new DynamicObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "apiVersion":
                    result.ApiVersion = reader.GetString();
                    break;
                case "kind":
                    result.Kind = reader.GetString();
                    break;
                case "metadata":
                    result.Metadata = JsonSerializer.Deserialize(ref reader, MetadataOf(options)) ?? new();
                    break;
                default:
                    result.Content[name] = JsonNode.Parse(ref reader);
                    break;
            }
        }

        return result;
    }

    public override void Write(Utf8JsonWriter writer, DynamicObject value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.ApiVersion is { } version)
        {
            writer.WriteString("apiVersion"u8, version);
        }

        if (value.Kind is { } kind)
        {
            writer.WriteString("kind"u8, kind);
        }

        writer.WritePropertyName("metadata"u8);
        JsonSerializer.Serialize(writer, value.Metadata ?? new(), MetadataOf(options));
        foreach (var (name, content) in value.Content)
        {
            writer.WritePropertyName(name);
            if (content is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                content.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static JsonTypeInfo<V1ObjectMeta> MetadataOf(JsonSerializerOptions options) =>
        (JsonTypeInfo<V1ObjectMeta>)options.GetTypeInfo(typeof(V1ObjectMeta));
}
