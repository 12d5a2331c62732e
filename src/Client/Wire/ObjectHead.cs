using System.Text.Json;
using KubeController.Client.Json;

namespace KubeController.Client.Wire;

/// <summary>What can be read of an object without its model: for bookmarks, and for objects that the model cannot take.</summary>
internal sealed class ObjectHead
{
    private string? _namespace;
    private string? _name;

    public string? ResourceVersion { get; private set; }

    public bool IsInitialEventsEnd { get; private set; }

    /// <summary>Gets the shard selector that the server has applied to what came before this bookmark.</summary>
    public string? ShardSelector { get; private set; }

    public NamespacedName? Key => _name is { Length: > 0 } ? new(_namespace ?? string.Empty, _name) : null;

    /// <summary>Reads as far as the JSON goes; what comes after a fault in it stays unknown.</summary>
    public static ObjectHead Read(ReadOnlySpan<byte> utf8)
    {
        var head = new ObjectHead();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ModelJson.MaxDepth });
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                head.ReadObject(ref reader);
            }
        }
        catch (JsonException)
        {
            // Whoever decodes the object reports the fault; this says only whose it is.
        }

        return head;
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                _name = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                _namespace = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                ResourceVersion = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("shardInfo"u8))
            {
                ReadShardInfo(ref reader);
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                ReadAnnotations(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private void ReadShardInfo(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ShardSelector = ListHead.ReadSelector(ref reader);
        }

        reader.Skip();
    }

    private void ReadAnnotations(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEnd = reader.ValueTextEquals("k8s.io/initial-events-end"u8);
            var value = ReadText(ref reader);
            IsInitialEventsEnd |= isEnd && value == "true";
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }
}
