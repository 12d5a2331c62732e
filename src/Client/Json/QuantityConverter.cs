using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace KubeController.Client.Json;

/// <summary>Reads quantities, each text once: the same few are on every pod, parsing one costs a microsecond, and a parsed one never changes.</summary>
internal sealed class QuantityConverter : JsonConverter<ResourceQuantity>
{
    private const int MaxKnown = 4096;
    private const int MaxLength = 32;

    private readonly ConcurrentDictionary<string, ResourceQuantity> _known = new(StringComparer.Ordinal);

    public override ResourceQuantity? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            throw new JsonException($"A {reader.TokenType} is no quantity; write it as text, such as 100m or 2Gi.");
        }

        if (reader.HasValueSequence || reader.ValueSpan.Length > MaxLength || reader.ValueIsEscaped)
        {
            return Parse(reader.TokenType == JsonTokenType.String ? reader.GetString()! : JsonElement.ParseValue(ref reader).GetRawText());
        }

        Span<char> text = stackalloc char[MaxLength];
        text = text[..Encoding.UTF8.GetChars(reader.ValueSpan, text)];
        if (_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        var quantity = Parse(text.ToString());
        if (_known.Count < MaxKnown)
        {
            _known.TryAdd(text.ToString(), quantity);
        }

        return quantity;
    }

    public override void Write(Utf8JsonWriter writer, ResourceQuantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    private static ResourceQuantity Parse(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or IndexOutOfRangeException or OverflowException or NotSupportedException)
        {
            throw new JsonException($"'{text}' is no quantity; write it as text, such as 100m or 2Gi.", error);
        }
    }
}
