namespace KubeController.Testing.Cel;

/// <summary>What a node of an expression does.</summary>
internal enum CelOperation
{
    /// <summary>A value.</summary>
    Literal,

    /// <summary>A variable.</summary>
    Name,

    /// <summary>A member of the first child.</summary>
    Member,

    /// <summary>Whether the first child has a member.</summary>
    Has,

    /// <summary>An item of the first child, by the second.</summary>
    Index,

    /// <summary>A function of the children.</summary>
    Function,

    /// <summary>A method of the first child, with the others as arguments.</summary>
    Method,

    /// <summary>A macro over the items of the first child; the second is the variable, the rest are what is asked of each item.</summary>
    Macro,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map; keys and values take turns.</summary>
    Map,

    /// <summary>An operator with one operand.</summary>
    Unary,

    /// <summary>An operator with two operands.</summary>
    Binary,

    /// <summary>A condition and two branches.</summary>
    Conditional,
}
