namespace KubeController.Testing.Schemas;

/// <summary>What a field of a built-in kind holds.</summary>
internal enum ShapeKind
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>A text.</summary>
    String,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>An integer of 32 bits.</summary>
    Int32,

    /// <summary>An integer of 64 bits.</summary>
    Int64,

    /// <summary>A number.</summary>
    Float64,

    /// <summary>Bytes in base64.</summary>
    Bytes,

    /// <summary>A time in whole seconds.</summary>
    Time,

    /// <summary>A time with exactly six decimals.</summary>
    MicroTime,

    /// <summary>An amount such as <c>500m</c> or <c>1Gi</c>.</summary>
    Quantity,

    /// <summary>An integer or a text.</summary>
    IntOrString,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map from texts.</summary>
    Map,

    /// <summary>An object with known fields.</summary>
    Object,
}
