using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeController.Client.Json;

internal sealed class MicroTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Rfc3339.Read(ref reader).UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        Rfc3339.WriteMicros(writer, DateTimeConverter.AsOffset(value));
}
