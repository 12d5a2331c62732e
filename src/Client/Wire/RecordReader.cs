using System.Text.Json;
using KubeController.Client.Json;

namespace KubeController.Client.Wire;

/// <summary>Makes a record of one object: walks through its bytes once, without a model, and copies those that are kept.</summary>
/// <remarks>One caller at a time: what it finds on the way is in its fields.</remarks>
internal sealed class RecordReader(ResourceType type, RecordOptions options, ObjectPart part)
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = ModelJson.MaxDepth };

    private readonly RecordCuts _cuts = new();
    private readonly NamePool _namespaces = new();
    private ByteRange _metadata;
    private RecordText _uid;
    private RecordText _version;
    private string _namespace = string.Empty;
    private string? _name;

    /// <exception cref="JsonException">The bytes are no JSON.</exception>
    /// <exception cref="InvalidDataException">They are no object of this type, or it has no name.</exception>
    public ResourceRecord Read(ReadOnlySpan<byte> utf8)
    {
        _cuts.Clear();
        (_metadata, _uid, _version, _namespace, _name) = (default, default, default, string.Empty, null);
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException($"The object is a JSON {reader.TokenType}.");
        }

        ReadProperties(ref reader, options.Dropped, RecordLevel.Object);
        while (reader.Read())
        {
            // To the end: what follows an object is a fault in it.
        }

        if (_name is not { Length: > 0 } name)
        {
            throw new InvalidDataException($"The {type.Kind} has no metadata.name.");
        }

        var key = new NamespacedName(_namespace, name);
        return options.Known?.Invoke(key) is { } known && known.Is(_version.Of(utf8), _uid.Of(utf8))
            ? known
            : new(_cuts.Apply(utf8), key, _metadata, _uid.Range, _version.Range);
    }

    private void ReadProperties(ref Utf8JsonReader reader, FieldTree dropped, RecordLevel level)
    {
        var end = (int)reader.BytesConsumed;    // of the property before
        var (hasKept, cutFrom) = (false, -1);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            CutUpTo(start, ref cutFrom);
            if (IsKept(ref reader, dropped, level))
            {
                hasKept = true;
            }
            else if (hasKept)
            {
                _cuts.Add(end, (int)reader.BytesConsumed);      // with the comma before it
            }
            else
            {
                cutFrom = start;                                // with the comma behind it, if there is one
            }

            end = (int)reader.BytesConsumed;
        }

        CutUpTo((int)reader.TokenStartIndex, ref cutFrom);
    }

    private void CutUpTo(int end, ref int start)
    {
        if (start >= 0)
        {
            _cuts.Add(start, end);
            start = -1;
        }
    }

    /// <summary>Reads a property to its end.</summary>
    /// <returns>Whether it is kept.</returns>
    private bool IsKept(ref Utf8JsonReader reader, FieldTree dropped, RecordLevel level)
    {
        var field = dropped.Find(in reader);
        if (field.IsDropped)
        {
            reader.Skip();
            return false;
        }

        return level switch
        {
            RecordLevel.Object => IsKeptOfObject(ref reader, field),
            RecordLevel.Metadata => IsKeptOfMetadata(ref reader, field),
            _ => Pass(ref reader, field),
        };
    }

    private bool IsKeptOfObject(ref Utf8JsonReader reader, FieldTree field)
    {
        switch (reader.ValueSpan.Length)
        {
            case 8 when reader.ValueTextEquals("metadata"u8):
                return ReadMetadata(ref reader, field);
            case 4 when reader.ValueTextEquals("kind"u8):
                reader.Read();
                return reader.TokenType == JsonTokenType.Null || reader.ValueTextEquals(type.Kind) || (part.IsMetadata && reader.ValueTextEquals(ObjectPart.MetadataKind))
                    ? false     // said by the type
                    : throw new InvalidDataException($"The object is a {reader.GetString()} instead of a {type.Kind}.");
            case 10 when reader.ValueTextEquals("apiVersion"u8):
                reader.Read();
                var isOurs = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(type.ApiVersion);
                reader.Skip();
                return !isOurs && !part.IsMetadata;
            default:
                return IsKeptOfRest(ref reader, field);
        }
    }

    private bool IsKeptOfRest(ref Utf8JsonReader reader, FieldTree field)
    {
        if (!part.IsMetadata)
        {
            return Pass(ref reader, field);
        }

        reader.Skip();
        return false;
    }

    private bool ReadMetadata(ref Utf8JsonReader reader, FieldTree field)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return true;
        }

        var start = (int)reader.TokenStartIndex - _cuts.Removed;
        ReadProperties(ref reader, field, RecordLevel.Metadata);
        _metadata = new(start, (int)reader.BytesConsumed - _cuts.Removed - start);
        return true;
    }

    private bool IsKeptOfMetadata(ref Utf8JsonReader reader, FieldTree field)
    {
        switch (reader.ValueSpan.Length)
        {
            case 4 when reader.ValueTextEquals("name"u8):
                Pass(ref reader, field);
                _name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                return true;
            case 9 when reader.ValueTextEquals("namespace"u8):
                Pass(ref reader, field);
                _namespace = reader.TokenType == JsonTokenType.String ? _namespaces.Get(in reader) : string.Empty;
                return true;
            case 3 when reader.ValueTextEquals("uid"u8):
                Pass(ref reader, field);
                _uid = RecordText.At(in reader, _cuts.Removed);
                return true;
            case 15 when reader.ValueTextEquals("resourceVersion"u8):
                Pass(ref reader, field);
                _version = RecordText.At(in reader, _cuts.Removed);
                return true;
            case 13 when reader.ValueTextEquals("managedFields"u8):
                reader.Skip();
                return false;
            default:
                return Pass(ref reader, field);
        }
    }

    /// <summary>Goes to the end of a property that is kept, but for what is dropped below it.</summary>
    private bool Pass(ref Utf8JsonReader reader, FieldTree field)
    {
        reader.Read();
        if (ReferenceEquals(field, FieldTree.None) || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
        }
        else
        {
            ReadProperties(ref reader, field, RecordLevel.Below);
        }

        return true;
    }
}
