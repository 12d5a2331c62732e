using System.Text.Json;

namespace KubeController.Client.Wire;

/// <summary>The metadata of a list.</summary>
internal readonly record struct ListHead(string? ResourceVersion, string? Continue, long? RemainingItemCount, string? ShardSelector)
{
    /// <summary>Reads a JSON object without a model; what is not as it should be is as if it were absent.</summary>
    public static ListHead Read(ReadOnlySpan<byte> utf8)
    {
        var head = default(ListHead);
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("resourceVersion"u8);
            var isContinue = reader.ValueTextEquals("continue"u8);
            var isRemaining = reader.ValueTextEquals("remainingItemCount"u8);
            var isShard = reader.ValueTextEquals("shardInfo"u8);
            reader.Read();
            head = reader.TokenType switch
            {
                JsonTokenType.StartObject when isShard => head with { ShardSelector = ReadSelector(ref reader) },
                JsonTokenType.String when isVersion => head with { ResourceVersion = reader.GetString() },
                JsonTokenType.String when isContinue => head with { Continue = reader.GetString() },
                JsonTokenType.Number when isRemaining && reader.TryGetInt64(out var count) => head with { RemainingItemCount = count },
                _ => head,
            };
            reader.Skip();
        }

        return head;
    }

    /// <summary>Reads what follows <c>"shardInfo":{</c>, up to its end.</summary>
    public static string? ReadSelector(ref Utf8JsonReader reader)
    {
        string? selector = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSelector = reader.ValueTextEquals("selector"u8);
            reader.Read();
            selector = isSelector && reader.TokenType == JsonTokenType.String ? reader.GetString() : selector;
            reader.Skip();
        }

        return selector;
    }
}
