using System.Buffers;
using System.Text;
using System.Text.Json;
using k8s.Models;
using KubeController.Client.Http;
using KubeController.Client.Json;

namespace KubeController.Client.Wire;

/// <summary>Decodes one line of a watch: <c>{"type":"ADDED","object":{...}}</c>.</summary>
internal sealed class FrameDecoder<TItem>(IItemDecoder<TItem> decoder)
    where TItem : class
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = ModelJson.MaxDepth };

    public WatchFrame<TItem> Decode(in ReadOnlySequence<byte> line)
    {
        using var contiguous = new Contiguous(line);
        return Decode(contiguous.Span.TrimEnd(" \r\t"u8));
    }

    private WatchFrame<TItem> Decode(ReadOnlySpan<byte> line)
    {
        WatchFrameType? type = null;
        ReadOnlySpan<byte> content = default;
        var reader = new Utf8JsonReader(line, ReaderOptions);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                var isObject = reader.ValueTextEquals("object"u8);
                reader.Read();
                if (isType)
                {
                    type = TypeOf(ref reader);
                }
                else if (isObject)
                {
                    var start = (int)reader.TokenStartIndex;
                    if (TryDecodeRest(type, line[start..], out var frame))
                    {
                        return frame;
                    }

                    reader.Skip();
                    content = line[start..(int)reader.BytesConsumed];
                }
                else
                {
                    reader.Skip();
                }
            }

            while (reader.Read())
            {
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Unreadable(type, $"The frame is no JSON: {error.Message}", line, error);
        }

        return type is null || content.IsEmpty
            ? Unreadable(type, "The frame lacks a known type or an object", line, null)
            : DecodeContent(type.Value, content);
    }

    /// <summary>
    /// The server writes the object last, so what follows it is the frame's own brace: the object is decoded without walking through it first, a third of
    /// the work. If it turns out otherwise, the long way decides.
    /// </summary>
    private bool TryDecodeRest(WatchFrameType? type, ReadOnlySpan<byte> rest, out WatchFrame<TItem> frame)
    {
        frame = default;
        if (type is not (WatchFrameType.Added or WatchFrameType.Modified or WatchFrameType.Deleted) || rest.IsEmpty || rest[^1] != '}')
        {
            return false;
        }

        var decoded = decoder.Decode(rest[..^1]);
        if (decoded.Item is null)
        {
            return false;
        }

        frame = FrameOf(type.Value, decoded);
        return true;
    }

    private WatchFrame<TItem> DecodeContent(WatchFrameType type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case WatchFrameType.Error:
                return new() { Type = type, Status = StatusOf(content) };
            case WatchFrameType.Bookmark:
                var head = ObjectHead.Read(content);
                return new() { Type = type, ResourceVersion = head.ResourceVersion, IsInitialEventsEnd = head.IsInitialEventsEnd, ConfirmedShardSelector = head.ShardSelector };
            default:
                var decoded = decoder.Decode(content);
                return decoded.Item is not null ? FrameOf(type, decoded) : Undecodable(type, decoded.Undecodable!);
        }
    }

    private static WatchFrame<TItem> FrameOf(WatchFrameType type, Decoded<TItem> decoded) => decoded.IsOutside
        ? new() { Type = WatchFrameType.Outside, ResourceVersion = decoded.ResourceVersion }
        : new() { Type = type, Object = decoded.Item, ResourceVersion = decoded.ResourceVersion };

    private static V1Status StatusOf(ReadOnlySpan<byte> content)
    {
        try
        {
            if (ModelJson.Default.Read<V1Status>(content) is { Kind: "Status" } status)
            {
                return status;
            }
        }
        catch (JsonException)
        {
            // What is no Status becomes the message of one.
        }

        return new() { Status = "Failure", Message = ErrorText.Summarize(content, null), Code = 500 };
    }

    private static WatchFrame<TItem> Undecodable(WatchFrameType? type, UndecodableObject undecodable) => new()
    {
        Type = WatchFrameType.Undecodable,
        ResourceVersion = undecodable.ResourceVersion,
        Undecodable = undecodable,
        UndecodableType = type,
    };

    private static WatchFrame<TItem> Unreadable(WatchFrameType? type, string what, ReadOnlySpan<byte> line, Exception? inner) =>
        Undecodable(type, new(null, null, new InvalidDataException($"{what}: {Quote(line)}", inner)));

    // The message is logged: of an object, which may be a Secret, it says the size alone.
    private static string Quote(ReadOnlySpan<byte> line) =>
        line.StartsWith("{"u8) ? $"{line.Length} bytes." : Encoding.UTF8.GetString(line[..Math.Min(line.Length, 100)]);

    private static WatchFrameType? TypeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("MODIFIED"u8) ? WatchFrameType.Modified
        : reader.ValueTextEquals("ADDED"u8) ? WatchFrameType.Added
        : reader.ValueTextEquals("DELETED"u8) ? WatchFrameType.Deleted
        : reader.ValueTextEquals("BOOKMARK"u8) ? WatchFrameType.Bookmark
        : reader.ValueTextEquals("ERROR"u8) ? WatchFrameType.Error
        : null;
}
