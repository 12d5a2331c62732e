using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.ManagedFields;

/// <summary>The types of custom kinds, made out of their schemas.</summary>
internal static class CustomFieldTypes
{
    private static readonly ConditionalWeakTable<StructuralSchema, FieldType> Types = [];

    /// <summary>The type of an object.</summary>
    /// <param name="schema">The schema of its version; without one its fields are free.</param>
    public static FieldType Of(StructuralSchema? schema) => schema is null
        ? Resource(FieldType.Free)
        : Types.GetValue(schema, static found => Resource(Make(found)));

    // Whatever the schema says of them, these three are those of every object.
    private static FieldType Resource(FieldType content) => new()
    {
        Map = new MapType(
            name => name switch
            {
                "apiVersion" or "kind" => FieldType.Text,
                "metadata" => BuiltInFieldTypes.ObjectMeta,
                _ => content.Map is { } map && map.Declares(name) ? map.Member(name) : null,
            },
            () => content.Map?.Member("")),
    };

    private static FieldType Make(StructuralSchema schema) => schema switch
    {
        { IsIntOrString: true } => FieldType.AnyScalar,
        { IsEmbeddedResource: true } => Resource(Object(schema)),
        { Type: "array" } => List(schema),
        { Type: "string" } => FieldType.Text,
        { Type: "integer" or "number" } => FieldType.Number,
        { Type: "boolean" } => FieldType.Boolean,
        { Type: "object" } => Object(schema),
        _ => FieldType.Free,
    };

    private static FieldType Object(StructuralSchema schema)
    {
        var fields = schema.Properties.ToDictionary(property => property.Key, property => Make(property.Value), StringComparer.Ordinal);
        var isFree = schema.PreservesUnknownFields || (schema.AdditionalProperties is null && (schema.HasAdditionalProperties || fields.Count == 0));
        var others = schema.AdditionalProperties is { } additional ? Make(additional) : isFree ? FieldType.Free : null;
        return new FieldType { Map = new MapType(fields.GetValueOrDefault, () => others) { IsAtomic = schema.IsAtomicMap } };
    }

    private static FieldType List(StructuralSchema schema)
    {
        var items = schema.Items is { } item ? Make(item) : FieldType.Free;
        var keys = schema.ListType == "map" ? schema.ListMapKeys : [];
        return new FieldType
        {
            List = new ListType
            {
                IsAtomic = schema.ListType is not ("map" or "set"),
                Keys = keys,
                KeyDefaults = keys.Where(key => DefaultOf(schema, key) is not null).ToDictionary(key => key, key => DefaultOf(schema, key)),
                Items = () => items,
            },
        };
    }

    private static JsonNode? DefaultOf(StructuralSchema list, string key) => list.Items?.Properties.GetValueOrDefault(key)?.Default;
}
