namespace KubeController.Testing.Selectors;

/// <summary>What a word of a label selector is.</summary>
internal enum SelectorTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A key or a value.</summary>
    Identifier,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>(</c></summary>
    Open,

    /// <summary><c>)</c></summary>
    Close,

    /// <summary><c>!</c></summary>
    Not,

    /// <summary><c>=</c> or <c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>in</c></summary>
    In,

    /// <summary><c>notin</c></summary>
    NotIn,
}
