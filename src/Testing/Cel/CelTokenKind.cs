namespace KubeController.Testing.Cel;

/// <summary>What a word of an expression is.</summary>
internal enum CelTokenKind
{
    /// <summary>The end.</summary>
    End,

    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Double,

    /// <summary>A text, without its quotes.</summary>
    String,

    /// <summary>An operator, a bracket, a comma.</summary>
    Sign,
}
