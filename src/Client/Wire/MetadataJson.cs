using System.Text.Json;
using k8s.Models;
using KubeController.Client.Json;

namespace KubeController.Client.Wire;

/// <summary>Reads metadata without a model. What is not as it should be is as if it were absent: whoever makes an object of it reports the fault.</summary>
internal static class MetadataJson
{
    private static readonly Dictionary<string, string> NoEntries = [];

    public static MetadataParts Read(ReadOnlyMemory<byte> utf8)
    {
        var parts = default(MetadataParts);
        var reader = new Utf8JsonReader(utf8.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                parts = Read(parts, ref reader, utf8);
            }
        }

        return parts;
    }

    public static IReadOnlyDictionary<string, string> ReadMap(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        if (utf8.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return NoEntries;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                map[name] = reader.GetString()!;
            }

            reader.Skip();
        }

        return map;
    }

    public static IReadOnlyList<string> ReadList(ReadOnlySpan<byte> utf8)
    {
        var list = new List<string>();
        var reader = new Utf8JsonReader(utf8);
        while (!utf8.IsEmpty && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                list.Add(reader.GetString()!);
            }
        }

        return list;
    }

    public static IReadOnlyList<V1OwnerReference> ReadOwners(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return utf8.IsEmpty ? [] : ModelJson.Default.Read<V1OwnerReference[]>(utf8) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static IReadOnlyDictionary<string, string> Copy(IDictionary<string, string>? map) =>
        map is null ? NoEntries : new Dictionary<string, string>(map, StringComparer.Ordinal);

    private static MetadataParts Read(MetadataParts parts, ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8) => reader.ValueSpan.Length switch
    {
        3 when reader.ValueTextEquals("uid"u8) => parts with { Uid = TextOf(ref reader) },
        15 when reader.ValueTextEquals("resourceVersion"u8) => parts with { ResourceVersion = TextOf(ref reader) },
        10 when reader.ValueTextEquals("generation"u8) => parts with { Generation = NumberOf(ref reader) },
        17 when reader.ValueTextEquals("creationTimestamp"u8) => parts with { CreationTimestamp = TimeOf(ref reader) },
        17 when reader.ValueTextEquals("deletionTimestamp"u8) => parts with { DeletionTimestamp = TimeOf(ref reader) },
        26 when reader.ValueTextEquals("deletionGracePeriodSeconds"u8) => parts with { DeletionGracePeriodSeconds = NumberOf(ref reader) },
        6 when reader.ValueTextEquals("labels"u8) => parts with { Labels = ValueOf(ref reader, utf8) },
        11 when reader.ValueTextEquals("annotations"u8) => parts with { Annotations = ValueOf(ref reader, utf8) },
        15 when reader.ValueTextEquals("ownerReferences"u8) => parts with { OwnerReferences = ValueOf(ref reader, utf8) },
        10 when reader.ValueTextEquals("finalizers"u8) => parts with { Finalizers = ValueOf(ref reader, utf8) },
        _ => Pass(parts, ref reader),
    };

    private static MetadataParts Pass(MetadataParts parts, ref Utf8JsonReader reader)
    {
        reader.Skip();
        return parts;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return text;
    }

    private static long? NumberOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : (long?)null;
        reader.Skip();
        return number;
    }

    private static DateTimeOffset? TimeOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        var time = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value) ? value : (DateTimeOffset?)null;
        reader.Skip();
        return time;
    }

    private static ReadOnlyMemory<byte> ValueOf(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return reader.TokenType == JsonTokenType.Null ? default : utf8[start..(int)reader.BytesConsumed];
    }
}
