using System.Text.Json;

namespace KubeController.Client.Wire;

/// <summary>The metadata of a list.</summary>
internal readonly record struct ListHead(string? ResourceVersion, string? Continue, long? RemainingItemCount)
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
            reader.Read();
            head = reader.TokenType switch
            {
                JsonTokenType.String when isVersion => head with { ResourceVersion = reader.GetString() },
                JsonTokenType.String when isContinue => head with { Continue = reader.GetString() },
                JsonTokenType.Number when isRemaining && reader.TryGetInt64(out var count) => head with { RemainingItemCount = count },
                _ => head,
            };
            reader.Skip();
        }

        return head;
    }
}
