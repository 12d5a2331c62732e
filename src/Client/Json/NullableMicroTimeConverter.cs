using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeController.Client.Json;

internal sealed class NullableMicroTimeConverter : JsonConverter<DateTime?>
{
    public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : Rfc3339.Read(ref reader).UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            Rfc3339.WriteMicros(writer, DateTimeConverter.AsOffset(time));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
