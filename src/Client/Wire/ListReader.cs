using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using KubeController.Client.Json;

namespace KubeController.Client.Wire;

/// <summary>Reads one page of a list while it arrives: an item is decoded as soon as its last byte is there, and its bytes are let go.</summary>
/// <remarks>One use. Every byte is framed once, however the body is cut into segments; the order of the list's properties does not matter.</remarks>
internal sealed class ListReader<TItem>(IItemDecoder<TItem> decoder, string description)
    where TItem : class
{
    private readonly List<TItem> _items = [];
    private readonly List<UndecodableObject> _undecodable = [];
    private ListHead _head;
    private string? _kind;
    private bool _hasItems;
    private bool _isDone;

    // Where the framing stands. Offsets count from the start of the buffer at hand.
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = ModelJson.MaxDepth });
    private ListProperty _property;
    private long _framed;
    private long? _valueStart;

    /// <exception cref="EndOfStreamException">The body ended too early.</exception>
    /// <exception cref="InvalidDataException">The body is no list.</exception>
    public async Task<ListPage<TItem>> ReadAsync(PipeReader pipe, Func<ValueTask<ReadResult>> read)
    {
        while (true)
        {
            var result = await read();
            var kept = Frame(result.Buffer);
            pipe.AdvanceTo(result.Buffer.GetPosition(kept), result.Buffer.End);
            if (_isDone)
            {
                return ToPage();
            }

            if (result.IsCompleted)
            {
                throw new EndOfStreamException($"{description}: the list ended after {_items.Count} objects without its end. It is to be read again.");
            }
        }
    }

    /// <summary>Frames what is there; returns the number of bytes that are of no more use.</summary>
    private long Frame(in ReadOnlySequence<byte> buffer)
    {
        var start = _framed;
        var reader = new Utf8JsonReader(buffer.Slice(start), isFinalBlock: false, _state);
        try
        {
            while (!_isDone && reader.Read())
            {
                Take(ref reader, buffer, start);
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{description}: after {_items.Count} objects the body is no JSON: {error.Message}", error);
        }

        _framed = start + reader.BytesConsumed;
        _state = reader.CurrentState;
        var useless = _valueStart ?? _framed;
        _framed -= useless;
        _valueStart -= useless;
        return useless;
    }

    private void Take(ref Utf8JsonReader reader, in ReadOnlySequence<byte> buffer, long start)
    {
        switch (reader.CurrentDepth)
        {
            case 0:
                _isDone = reader.TokenType == JsonTokenType.EndObject || (reader.TokenType == JsonTokenType.StartObject ? false
                    : throw new InvalidDataException($"{description}: the body is a JSON {reader.TokenType} instead of a list."));
                break;
            case 1 when reader.TokenType == JsonTokenType.PropertyName:
                _property = PropertyOf(ref reader);
                break;
            case 1:
                TakeProperty(ref reader, buffer, start);
                break;
            case 2 when _property == ListProperty.Items:
                TakeItem(ref reader, buffer, start);
                break;
        }
    }

    private void TakeProperty(ref Utf8JsonReader reader, in ReadOnlySequence<byte> buffer, long start)
    {
        switch (_property)
        {
            case ListProperty.Kind when reader.TokenType == JsonTokenType.String:
                _kind = reader.GetString();
                break;
            case ListProperty.Items:
                _hasItems = true;   // an array, or null where there is none
                break;
            case ListProperty.Metadata when reader.TokenType == JsonTokenType.StartObject:
                _valueStart = start + reader.TokenStartIndex;
                break;
            case ListProperty.Metadata when reader.TokenType == JsonTokenType.EndObject:
                using (var value = TakeValue(buffer, start + reader.BytesConsumed))
                {
                    _head = ListHead.Read(value.Span);
                }

                break;
        }
    }

    private void TakeItem(ref Utf8JsonReader reader, in ReadOnlySequence<byte> buffer, long start)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _valueStart = start + reader.TokenStartIndex;
            return;
        }

        _valueStart ??= start + reader.TokenStartIndex;     // an item that is no object: the decoder says so
        using var value = TakeValue(buffer, start + reader.BytesConsumed);
        var decoded = decoder.Decode(value.Span);
        if (decoded.IsOutside)
        {
            return;
        }

        if (decoded.Item is not null)
        {
            _items.Add(decoded.Item);
        }
        else
        {
            _undecodable.Add(decoded.Undecodable!);
        }
    }

    private Contiguous TakeValue(in ReadOnlySequence<byte> buffer, long end)
    {
        var value = new Contiguous(buffer.Slice(_valueStart!.Value, end - _valueStart.Value));
        _valueStart = null;
        return value;
    }

    private static ListProperty PropertyOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("items"u8) ? ListProperty.Items
        : reader.ValueTextEquals("metadata"u8) ? ListProperty.Metadata
        : reader.ValueTextEquals("kind"u8) ? ListProperty.Kind
        : ListProperty.Other;

    private ListPage<TItem> ToPage() => _hasItems
        ? new()
        {
            Items = _items,
            Undecodable = _undecodable,
            ResourceVersion = _head.ResourceVersion ?? string.Empty,
            Continue = string.IsNullOrEmpty(_head.Continue) ? null : _head.Continue,
            RemainingItemCount = _head.RemainingItemCount,
            ConfirmedShardSelector = _head.ShardSelector,
        }
        : throw new InvalidDataException($"{description}: the body is a {_kind ?? "JSON object"} without items instead of a list.");
}
