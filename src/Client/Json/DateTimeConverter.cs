using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeController.Client.Json;

internal sealed class DateTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Rfc3339.Read(ref reader).UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => Rfc3339.Write(writer, AsOffset(value));

    /// <summary>Takes a time of no kind as UTC: the API has no local times.</summary>
    public static DateTimeOffset AsOffset(DateTime value) =>
        value.Kind == DateTimeKind.Local ? new(value) : new(DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
