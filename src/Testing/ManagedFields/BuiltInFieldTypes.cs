using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.ManagedFields;

/// <summary>The types of built-in kinds, made out of the table of their fields.</summary>
internal static class BuiltInFieldTypes
{
    private static readonly ConcurrentDictionary<string, FieldType> Types = new(StringComparer.Ordinal);

    /// <summary>The type of the metadata of every object.</summary>
    public static FieldType ObjectMeta => Of(BuiltInTypes.ObjectMeta);

    /// <summary>The type of an object.</summary>
    public static FieldType Of(BuiltInType type) => Types.GetOrAdd(type.Name, static (_, found) => Make(found), type);

    private static FieldType Make(BuiltInType type)
    {
        var fields = type.Fields.ToDictionary(field => field.Key, field => new Lazy<FieldType>(() => Of(field.Value)), StringComparer.Ordinal);
        return new FieldType { Map = new MapType(name => fields.GetValueOrDefault(name)?.Value, () => null) { IsAtomic = type.IsAtomic } };
    }

    private static FieldType Of(BuiltInField field)
    {
        var type = Of(field.Shape);
        if (type.List is { } list && (field.ListKeys.Count > 0 || field.IsSet))
        {
            return new FieldType { List = list with { IsAtomic = false, Keys = field.ListKeys, KeyDefaults = DefaultsOf(field) } };
        }

        return type.Map is { } map && (field.IsAtomic || field.IsGranular) ? new FieldType { Map = map.With(field.IsAtomic) } : type;
    }

    private static Dictionary<string, JsonNode?> DefaultsOf(BuiltInField field)
    {
        var items = BuiltInTypes.Find(field.Shape.Element?.TypeName ?? "");
        return field.ListKeys
            .Where(key => items?.Fields.GetValueOrDefault(key)?.Default.Length > 0)
            .ToDictionary(key => key, key => (JsonNode?)items!.Fields[key].Default);
    }

    private static FieldType Of(FieldShape shape) => shape.Kind switch
    {
        ShapeKind.Any => FieldType.Free,
        ShapeKind.Bool => FieldType.Boolean,
        ShapeKind.String or ShapeKind.Bytes => FieldType.Text,
        ShapeKind.Int32 or ShapeKind.Int64 or ShapeKind.Float64 => FieldType.Number,
        ShapeKind.List => new FieldType { List = new ListType { IsAtomic = true, Items = Once(shape.Element!) } },
        ShapeKind.Map => new FieldType { Map = new MapType(_ => null, Once(shape.Element!)) },
        ShapeKind.Object => BuiltInTypes.Find(shape.TypeName) is { } type ? Of(type) : FieldType.Free,
        _ => FieldType.AnyScalar,
    };

    // Types lead back to themselves, so what a list or a map holds is looked up when the first item is.
    private static Func<FieldType> Once(FieldShape shape)
    {
        var type = new Lazy<FieldType>(() => Of(shape));
        return () => type.Value;
    }
}
