using System.Text;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Json;

/// <summary>Reads the protobuf form of the few kinds whose field numbers are known here. What it does not know it refuses; nothing is dropped.</summary>
internal static class ProtobufReader
{
    private static readonly byte[] Magic = [.. "k8s\0"u8];

    /// <summary>Reads an object.</summary>
    /// <param name="body">The magic and an envelope.</param>
    /// <exception cref="FormatException">It is something else, or of a type or with a field that is not known here.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
        {
            throw new FormatException("the body has no protobuf envelope");
        }

        var (apiVersion, kind, raw) = ReadEnvelope(body[Magic.Length..]);
        var type = $"{apiVersion}/{kind}";
        var obj = ProtobufTypes.Find(type) is null ? throw new FormatException($"the protobuf form of {type} is not known") : ReadMessage(raw, type);
        obj.Insert(0, "kind", kind);
        obj.Insert(1, "apiVersion", apiVersion);
        return obj;
    }

    private static (string ApiVersion, string Kind, byte[] Raw) ReadEnvelope(ReadOnlySpan<byte> envelope)
    {
        var (apiVersion, kind, raw) = ("", "", Array.Empty<byte>());
        var wire = new ProtobufWire(envelope);
        while (wire.Next())
        {
            switch (wire.Field)
            {
                case 1:
                    var meta = new ProtobufWire(wire.Bytes);
                    while (meta.Next())
                    {
                        var text = Encoding.UTF8.GetString(meta.Bytes);
                        (apiVersion, kind) = meta.Field == 1 ? (text, kind) : (apiVersion, text);
                    }

                    break;
                case 2:
                    raw = wire.Bytes.ToArray();
                    break;
                default:
                    break;
            }
        }

        return (apiVersion, kind, raw);
    }

    private static JsonObject ReadMessage(ReadOnlySpan<byte> message, string type)
    {
        var fields = ProtobufTypes.Find(type) ?? throw new FormatException($"the protobuf form of {type} is not known");
        var result = new JsonObject();
        var wire = new ProtobufWire(message);
        while (wire.Next())
        {
            if (!fields.TryGetValue(wire.Field, out var field))
            {
                throw new FormatException($"field {wire.Field} of the protobuf form of {type} is not known");
            }

            Add(result, field.Name, field.Type, wire);
        }

        return result;
    }

    private static void Add(JsonObject result, string name, string type, ProtobufWire wire)
    {
        if (type.StartsWith("[]", StringComparison.Ordinal))
        {
            if (result[name] is not JsonArray items)
            {
                items = [];
                result[name] = items;
            }

            // An item that is the empty text is an item: the core group in the rules of a role.
            items.Add(ReadValue(type[2..], wire) ?? (type == "[]s" ? "" : null));
        }
        else if (type is "m" or "my" or "mq")
        {
            AddEntry(result.ObjectOrNew(name), wire.Bytes, type.Length == 1 ? "s" : type[1..]);
        }
        else if (type != "-" && ReadValue(type, wire) is { } value)
        {
            result[name] = value;
        }
    }

    private static void AddEntry(JsonObject map, ReadOnlySpan<byte> entry, string type)
    {
        var key = "";
        JsonNode? value = "";
        var wire = new ProtobufWire(entry);
        while (wire.Next())
        {
            if (wire.Field == 1)
            {
                key = Encoding.UTF8.GetString(wire.Bytes);
            }
            else
            {
                value = ReadValue(type, wire);
            }
        }

        map[key] = value;
    }

    // Null stands for what is not set: protobuf writes it all the same, empty or zero.
    private static JsonNode? ReadValue(string type, ProtobufWire wire) => type switch
    {
        "s" => wire.Bytes.IsEmpty ? null : JsonValue.Create(Encoding.UTF8.GetString(wire.Bytes)),
        "i" or "b" when wire.Number == 0 => null,
        "i" or "I" => JsonNumber.Create(wire.Number),
        "b" or "B" => JsonValue.Create(wire.Number != 0),
        "q" => ReadQuantity(wire.Bytes),
        "y" => JsonValue.Create(Convert.ToBase64String(wire.Bytes)),
        "t" => ReadTime(wire.Bytes),
        "x" => ReadIntOrString(wire.Bytes),
        _ => ReadMessage(wire.Bytes, type),
    };

    private static JsonValue? ReadTime(ReadOnlySpan<byte> message)
    {
        var wire = new ProtobufWire(message);
        while (wire.Next())
        {
            if (wire.Field == 1)
            {
                return JsonValue.Create(Resources.Cluster.Format(DateTimeOffset.FromUnixTimeSeconds(wire.Number)));
            }
        }

        return null;
    }

    private static JsonValue? ReadQuantity(ReadOnlySpan<byte> message)
    {
        var wire = new ProtobufWire(message);
        return wire.Next() ? JsonValue.Create(Encoding.UTF8.GetString(wire.Bytes)) : null;
    }

    private static JsonValue ReadIntOrString(ReadOnlySpan<byte> message)
    {
        var (isText, number, text) = (false, 0L, "");
        var wire = new ProtobufWire(message);
        while (wire.Next())
        {
            switch (wire.Field)
            {
                case 1:
                    isText = wire.Number == 1;
                    break;
                case 2:
                    number = wire.Number;
                    break;
                default:
                    text = Encoding.UTF8.GetString(wire.Bytes);
                    break;
            }
        }

        return isText ? JsonValue.Create(text) : JsonNumber.Create(number);
    }
}
