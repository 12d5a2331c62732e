using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeController.Testing.Cel;

namespace KubeController.Testing.Schemas;

/// <summary>Turns the JSON of a schema into a <see cref="StructuralSchema"/>.</summary>
internal static class SchemaParser
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    public static StructuralSchema Parse(JsonObject json)
    {
        var schema = new StructuralSchema
        {
            Type = Text(json["type"]),
            Format = Text(json["format"]),
            IsNullable = Flag(json["nullable"]),
            Default = Canonical(json["default"]),
            Enum = json["enum"] is JsonArray values ? [.. values.Select(value => value?.DeepClone())] : null,
            PreservesUnknownFields = Flag(json["x-kubernetes-preserve-unknown-fields"]),
            IsEmbeddedResource = Flag(json["x-kubernetes-embedded-resource"]),
            IsIntOrString = Flag(json["x-kubernetes-int-or-string"]),
        };
        return WithRules(WithLogic(WithStructure(WithLimits(schema, json), json), json), json);
    }

    /// <summary>A compiled pattern; null when the text is none. Patterns are RE2 in the real server; what both understand means the same here.</summary>
    public static Regex? Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static StructuralSchema WithLimits(StructuralSchema schema, JsonObject json) => schema with
    {
        Minimum = Number(json["minimum"]),
        Maximum = Number(json["maximum"]),
        ExclusiveMinimum = Flag(json["exclusiveMinimum"]),
        ExclusiveMaximum = Flag(json["exclusiveMaximum"]),
        MultipleOf = Number(json["multipleOf"]),
        MinLength = Count(json["minLength"]),
        MaxLength = Count(json["maxLength"]),
        Pattern = Text(json["pattern"]) is { Length: > 0 } pattern ? Pattern(pattern) : null,
        MinItems = Count(json["minItems"]),
        MaxItems = Count(json["maxItems"]),
        MinProperties = Count(json["minProperties"]),
        MaxProperties = Count(json["maxProperties"]),
    };

    private static StructuralSchema WithStructure(StructuralSchema schema, JsonObject json) => schema with
    {
        Properties = json["properties"] is JsonObject properties
            ? properties.Where(property => property.Value is JsonObject).ToDictionary(property => property.Key, property => Parse(property.Value!.AsObject()), StringComparer.Ordinal)
            : schema.Properties,
        AdditionalProperties = json["additionalProperties"] is JsonObject additional ? Parse(additional) : null,
        HasAdditionalProperties = json["additionalProperties"] is JsonObject || Flag(json["additionalProperties"]),
        Items = json["items"] is JsonObject items ? Parse(items) : null,
        Required = Texts(json["required"]),
        ListType = Text(json["x-kubernetes-list-type"]),
        ListMapKeys = Texts(json["x-kubernetes-list-map-keys"]),
        IsAtomicMap = Text(json["x-kubernetes-map-type"]) == "atomic",
    };

    private static StructuralSchema WithLogic(StructuralSchema schema, JsonObject json) => schema with
    {
        AllOf = Schemas(json["allOf"]),
        AnyOf = Schemas(json["anyOf"]),
        OneOf = Schemas(json["oneOf"]),
        Not = json["not"] is JsonObject not ? Parse(not) : null,
    };

    private static StructuralSchema WithRules(StructuralSchema schema, JsonObject json)
    {
        CelRule[] rules = json["x-kubernetes-validations"] is JsonArray items ? [.. items.OfType<JsonObject>().Select(CelRule.Parse)] : [];
        return schema with
        {
            Rules = rules,
            HasRules = rules.Length > 0
                || schema.Properties.Values.Any(property => property.HasRules)
                || schema.AdditionalProperties is { HasRules: true }
                || schema.Items is { HasRules: true },
        };
    }

    private static StructuralSchema[] Schemas(JsonNode? node) => node is JsonArray items ? [.. items.OfType<JsonObject>().Select(Parse)] : [];

    private static string[] Texts(JsonNode? node) => node is JsonArray items ? [.. items.Select(Text)] : [];

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "";

    private static bool Flag(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    private static double? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? JsonNumbers.ValueOf(node.AsValue()) : null;

    private static long? Count(JsonNode? node) => Number(node) is { } number ? (long)number : null;

    private static JsonNode? Canonical(JsonNode? node)
    {
        var copy = node?.DeepClone();
        var holder = new JsonArray(copy);
        JsonNumbers.Canonicalize(holder);
        return holder[0]?.DeepClone();
    }
}
