namespace KubeController.Testing.Schemas;

/// <summary>The shape of a value of a built-in kind.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="TypeName">The type of an object, as a key of <see cref="BuiltInTypes"/>; otherwise empty.</param>
/// <param name="Element">The shape of the items of a list or the values of a map; otherwise null.</param>
internal sealed record FieldShape(ShapeKind Kind, string TypeName = "", FieldShape? Element = null)
{
    private static readonly Dictionary<string, ShapeKind> Scalars = new(StringComparer.Ordinal)
    {
        ["any"] = ShapeKind.Any,
        ["string"] = ShapeKind.String,
        ["bool"] = ShapeKind.Bool,
        ["int32"] = ShapeKind.Int32,
        ["int64"] = ShapeKind.Int64,
        ["float64"] = ShapeKind.Float64,
        ["bytes"] = ShapeKind.Bytes,
        ["time"] = ShapeKind.Time,
        ["microtime"] = ShapeKind.MicroTime,
        ["quantity"] = ShapeKind.Quantity,
        ["intOrString"] = ShapeKind.IntOrString,
    };

    /// <summary>The type in the messages of the server, which is written in Go.</summary>
    public string GoName => Kind switch
    {
        ShapeKind.Any => "interface {}",
        ShapeKind.List => $"[]{Element!.GoName}",
        ShapeKind.Map => $"map[string]{Element!.GoName}",
        ShapeKind.Object => $"v1.{BuiltInType.GoNameOf(TypeName)}",
        ShapeKind.Bytes => "[]uint8",
        ShapeKind.Time => "v1.Time",
        ShapeKind.MicroTime => "v1.MicroTime",
        ShapeKind.Quantity => "resource.Quantity",
        ShapeKind.IntOrString => "intstr.IntOrString",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Reads <c>string</c>, <c>[]string</c>, <c>map:string</c>, <c>Container</c>.</summary>
    public static FieldShape Parse(string text)
    {
        if (text.StartsWith("[]", StringComparison.Ordinal))
        {
            return new FieldShape(ShapeKind.List, Element: Parse(text[2..]));
        }

        if (text.StartsWith("map:", StringComparison.Ordinal))
        {
            return new FieldShape(ShapeKind.Map, Element: Parse(text[4..]));
        }

        return Scalars.TryGetValue(text, out var kind) ? new FieldShape(kind) : new FieldShape(ShapeKind.Object, text);
    }
}
