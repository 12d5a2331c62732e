using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Schemas;

/// <summary>
/// Reads an object as the server does that knows the type: unknown fields are cut off and named, wrong types are refused, times become UTC,
/// nulls and empty lists and maps vanish.
/// </summary>
internal sealed class BuiltInDecoder
{
    private static readonly SearchValues<char> Base64Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n");

    private readonly List<string> _unknown = [];
    private readonly List<string> _path = [];
    private readonly List<string> _names = [];

    private BuiltInDecoder()
    {
    }

    /// <summary>
    /// Brings an object of a built-in kind into its stored form, in place, and gives back the paths of unknown fields in the order of the document.
    /// Kinds that are not in the table are left as they are.
    /// </summary>
    /// <exception cref="DecodeException">A field holds something else than its type.</exception>
    public static IReadOnlyList<string> Decode(JsonObject resource, ResourceDefinition definition) =>
        BuiltInTypes.Of(definition) is { } type ? Decode(resource, type) : [];

    /// <summary>Brings an object of the type into its stored form.</summary>
    /// <exception cref="DecodeException">A field holds something else than its type.</exception>
    public static IReadOnlyList<string> Decode(JsonObject resource, BuiltInType type)
    {
        JsonNumbers.Canonicalize(resource);
        var decoder = new BuiltInDecoder();
        decoder.DecodeObject(resource, type);
        return decoder._unknown;
    }

    /// <summary>Brings <c>metadata</c> of a custom object into its stored form and gives back the paths of unknown fields.</summary>
    /// <exception cref="DecodeException">A field holds something else than its type.</exception>
    public static IReadOnlyList<string> DecodeMetadata(JsonObject resource)
    {
        switch (resource["metadata"])
        {
            case null:
                return [];
            case JsonObject metadata:
                return [.. Decode(metadata, BuiltInTypes.ObjectMeta).Select(path => $"metadata.{path}")];
            case var other:
                throw new DecodeException($"json: cannot unmarshal {GoJson.WordFor(other)} into Go value of type v1.ObjectMeta");
        }
    }

    private void DecodeObject(JsonObject resource, BuiltInType type)
    {
        foreach (var name in resource.Select(member => member.Key).ToList())
        {
            _path.Add(_path.Count == 0 ? name : $".{name}");
            _names.Add(name);
            if (!type.Fields.TryGetValue(name, out var field))
            {
                _unknown.Add(string.Concat(_path));
                resource.Remove(name);
            }
            else
            {
                var value = DecodeValue(resource[name], field.Shape, type.GoName);
                Store(resource, name, field.OmitsEmpty && value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0 ? null : value, field.AlwaysShown);
            }

            _names.RemoveAt(_names.Count - 1);
            _path.RemoveAt(_path.Count - 1);
        }

        foreach (var name in type.AlwaysShown)
        {
            resource.TryAdd(name, null);
        }
    }

    /// <summary>Nulls, and lists and maps without content, are not kept.</summary>
    private static void Store(JsonObject resource, string name, JsonNode? value, bool alwaysShown)
    {
        var isEmpty = value is null or JsonArray { Count: 0 };
        if (isEmpty && !alwaysShown)
        {
            resource.Remove(name);
        }
        else if (!ReferenceEquals(value, resource[name]) || isEmpty)
        {
            resource[name] = isEmpty ? null : value;
        }
    }

    private JsonNode? DecodeValue(JsonNode? value, FieldShape shape, string owner) => (shape.Kind, value) switch
    {
        (ShapeKind.Any, _) or (_, null) => value,
        (ShapeKind.Object, JsonObject members) => DecodeMembers(members, shape),
        (ShapeKind.Map, JsonObject members) => DecodeMap(members, shape.Element!, owner),
        (ShapeKind.List, JsonArray items) => DecodeList(items, shape.Element!, owner),
        (_, JsonValue scalar) => DecodeScalar(scalar, shape, owner),
        _ => throw WrongType(GoJson.WordFor(value), shape, owner),
    };

    private JsonObject DecodeMembers(JsonObject members, FieldShape shape)
    {
        if (BuiltInTypes.Find(shape.TypeName) is { } type)
        {
            DecodeObject(members, type);
        }

        return members;
    }

    private JsonObject? DecodeMap(JsonObject members, FieldShape element, string owner)
    {
        foreach (var key in members.Select(member => member.Key).ToList())
        {
            _path.Add($".{key}");
            if (members[key] is null)
            {
                members[key] = element.Kind == ShapeKind.String ? "" : null;
            }
            else
            {
                Store(members, key, DecodeValue(members[key], element, owner), alwaysShown: true);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return members.Count == 0 ? null : members;
    }

    private JsonArray DecodeList(JsonArray items, FieldShape element, string owner)
    {
        for (var i = 0; i < items.Count; i++)
        {
            _path.Add($"[{i}]");
            var decoded = DecodeValue(items[i], element, owner);
            if (!ReferenceEquals(decoded, items[i]))
            {
                items[i] = decoded;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return items;
    }

    private JsonValue DecodeScalar(JsonValue value, FieldShape shape, string owner)
    {
        var kind = value.GetValueKind();
        var fits = (shape.Kind, kind) switch
        {
            (ShapeKind.Bool, JsonValueKind.True or JsonValueKind.False) => true,
            (ShapeKind.Float64, JsonValueKind.Number) => true,
            (ShapeKind.Int32 or ShapeKind.Int64, JsonValueKind.Number) => FitsInteger(value, shape, owner),
            (ShapeKind.String or ShapeKind.Bytes or ShapeKind.Time or ShapeKind.MicroTime, JsonValueKind.String) => true,
            (ShapeKind.Quantity or ShapeKind.IntOrString, JsonValueKind.String or JsonValueKind.Number) => true,
            _ => false,
        };
        if (!fits)
        {
            throw WrongType(GoJson.WordFor(value), shape, owner);
        }

        return shape.Kind switch
        {
            ShapeKind.Time or ShapeKind.MicroTime => JsonValue.Create(GoTime.Canonical(value.GetValue<string>(), shape.Kind == ShapeKind.MicroTime)),
            ShapeKind.Quantity => JsonValue.Create(Quantity.Canonical(value)),
            ShapeKind.Bytes => CheckBase64(value),
            _ => value,
        };
    }

    private bool FitsInteger(JsonValue value, FieldShape shape, string owner)
    {
        if (!JsonNumbers.IsInteger(value, out var integer) || (shape.Kind == ShapeKind.Int32 && integer is < int.MinValue or > int.MaxValue))
        {
            throw WrongType($"number {value.ToJsonString()}", shape, owner);
        }

        return true;
    }

    private static JsonValue CheckBase64(JsonValue value)
    {
        var text = value.GetValue<string>();
        if (!Convert.TryFromBase64String(text, new byte[text.Length], out _))
        {
            var bad = text.AsSpan().IndexOfAnyExcept(Base64Digits);
            throw new DecodeException($"illegal base64 data at input byte {(bad < 0 ? text.Length : bad)}");
        }

        return value;
    }

    private DecodeException WrongType(string word, FieldShape shape, string owner) =>
        new($"json: cannot unmarshal {word} into Go struct field {owner}.{string.Join('.', _names)} of type {shape.GoName}");
}
