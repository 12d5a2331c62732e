using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>What a value may be to server-side apply: a scalar, a list, a map, or any of several.</summary>
internal sealed record FieldType
{
    /// <summary>A value of which nothing is known: maps are owned member by member, lists as a whole.</summary>
    public static readonly FieldType Free = new()
    {
        Scalar = ScalarType.Any,
        List = new ListType { IsAtomic = true, Items = () => Free! },
        Map = new MapType(_ => null, () => Free),
    };

    /// <summary>A text.</summary>
    public static readonly FieldType Text = new() { Scalar = ScalarType.Text };

    /// <summary>A number.</summary>
    public static readonly FieldType Number = new() { Scalar = ScalarType.Number };

    /// <summary>A truth value.</summary>
    public static readonly FieldType Boolean = new() { Scalar = ScalarType.Boolean };

    /// <summary>Any scalar.</summary>
    public static readonly FieldType AnyScalar = new() { Scalar = ScalarType.Any };

    /// <summary>Set where the value may be a scalar.</summary>
    public ScalarType? Scalar { get; init; }

    /// <summary>Set where the value may be a list.</summary>
    public ListType? List { get; init; }

    /// <summary>Set where the value may be a map.</summary>
    public MapType? Map { get; init; }

    /// <summary>The one form that a value is taken for: its own where the type allows it, otherwise the first of map, scalar, list that it does.</summary>
    public FieldForm FormOf(FieldValue value)
    {
        var own = value.Node switch
        {
            JsonObject => Map is null ? FieldForm.None : FieldForm.Map,
            JsonArray => List is null ? FieldForm.None : FieldForm.List,
            JsonValue => Scalar is null ? FieldForm.None : FieldForm.Scalar,
            _ => FieldForm.None,
        };
        return own != FieldForm.None ? own
            : Map is not null ? FieldForm.Map
            : Scalar is not null ? FieldForm.Scalar
            : List is not null ? FieldForm.List
            : FieldForm.None;
    }

    /// <summary>Whether a scalar fits; null fits always.</summary>
    public bool Fits(JsonNode? value) => (Scalar, value?.GetValueKind()) switch
    {
        (_, null) => true,
        (_, JsonValueKind.Object or JsonValueKind.Array) => false,
        (ScalarType.Any, _) => true,
        (ScalarType.Text, JsonValueKind.String) => true,
        (ScalarType.Number, JsonValueKind.Number) => true,
        (ScalarType.Boolean, JsonValueKind.True or JsonValueKind.False) => true,
        _ => false,
    };
}
