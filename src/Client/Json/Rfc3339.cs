using System.Globalization;
using System.Text.Json;

namespace KubeController.Client.Json;

/// <summary>Reads and writes the times of the API.</summary>
internal static class Rfc3339
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Micros = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Reads a time; the fast way is what the server writes, the slow one takes what people write.</summary>
    /// <exception cref="JsonException">The text is no time.</exception>
    public static DateTimeOffset Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.TryGetDateTimeOffset(out var value))
            {
                return value;
            }

            if (DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value))
            {
                return value;
            }
        }

        throw new JsonException($"'{TextOf(ref reader)}' is no time; write RFC 3339, such as 2006-01-02T15:04:05Z.");
    }

    /// <summary>Writes whole seconds as such, and anything finer with six digits.</summary>
    public static void Write(Utf8JsonWriter writer, DateTimeOffset value)
    {
        var utc = value.UtcDateTime;
        Write(writer, utc, utc.Ticks % TimeSpan.TicksPerSecond == 0 ? Seconds : Micros);
    }

    /// <summary>Writes six digits of a second, whatever they are.</summary>
    public static void WriteMicros(Utf8JsonWriter writer, DateTimeOffset value) => Write(writer, value.UtcDateTime, Micros);

    private static void Write(Utf8JsonWriter writer, DateTime utc, string format)
    {
        Span<char> text = stackalloc char[32];
        utc.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    private static string TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : reader.TokenType.ToString();
}
